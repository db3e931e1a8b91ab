package io.github.convexheads.api.model;

import java.nio.file.Path;

/** Writes fitted heads for other software. Immutable and safe for use by several threads. */
public interface Exporter {

  /**
   * Writes a head, completely or not at all.
   *
   * @param head the head
   * @param file the file to write or replace
   * @throws io.github.convexheads.api.error.InvalidInputException if the format cannot express the
   *     head, or the file cannot be written
   */
  void export(FittedHead head, Path file);
}
