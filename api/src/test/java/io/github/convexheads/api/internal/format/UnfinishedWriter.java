package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.nio.file.Path;

/** A process that starts a file and never ends it. */
final class UnfinishedWriter {

  private UnfinishedWriter() {}

  /** Starts the file named first, says so, and waits until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (AtomicFile file = AtomicFile.open(Path.of(arguments[0]))) {
      file.stream().write('x');
      System.out.write('!');
      System.out.flush();
      while (System.in.read() >= 0) {
        // waits
      }
    }
  }
}
