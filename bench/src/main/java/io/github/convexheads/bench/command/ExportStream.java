package io.github.convexheads.bench.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Where an exporter writes: knows whether it wrote anything, and stays open when it closes it. */
final class ExportStream extends FilterOutputStream {
  private boolean empty = true;

  ExportStream(OutputStream out) {
    super(out);
  }

  boolean empty() {
    return empty;
  }

  @Override
  public void write(int value) throws IOException {
    empty = false;
    out.write(value);
  }

  @Override
  public void write(byte[] values, int from, int count) throws IOException {
    empty &= count == 0;
    out.write(values, from, count);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
