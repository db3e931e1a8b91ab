package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.format.AtomicFile;
import java.nio.file.Path;

/** The check that a result can be written, made before the work that leads to it. */
final class OutputFile {
  private OutputFile() {}

  /** Fails with a clear error unless a file can be written there; nothing is left behind. */
  static void requireWritable(Path file) {
    AtomicFile.open(file).close();
  }
}
