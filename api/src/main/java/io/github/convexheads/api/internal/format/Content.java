package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import org.apiguardian.api.API;

/** Something that can be written once, front to back. */
@API(status = API.Status.INTERNAL)
@FunctionalInterface
public interface Content {

  /**
   * Writes everything.
   *
   * @param out where to write; stays open
   * @throws IOException if {@code out} fails
   */
  void writeTo(OutputStream out) throws IOException;
}
