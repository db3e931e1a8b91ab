package io.github.convexheads.api.model;

import java.io.IOException;
import java.io.OutputStream;
import org.apiguardian.api.API;

/** Writes fitted heads for other software. Immutable and safe for use by several threads. */
@API(status = API.Status.STABLE)
public interface Exporter {

  /**
   * Writes a head; the same head gives the same bytes. Whoever opened the file puts it in its place
   * when all is written, so that there is never half of one.
   *
   * @param head the head
   * @param out where to write; stays open
   * @throws io.github.convexheads.api.error.InvalidInputException if the format cannot express the
   *     head
   * @throws IOException if {@code out} fails
   */
  void export(FittedHead head, OutputStream out) throws IOException;
}
