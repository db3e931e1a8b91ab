package org.example.plugin;

import io.github.convexheads.api.model.Exporter;
import io.github.convexheads.api.model.FittedHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The weights of the network as CSV: a line {@code head, matrix, index, value} for every number. */
final class WeightTable implements Exporter {

  @Override
  public void export(FittedHead head, OutputStream out) throws IOException {
    StringBuilder table = new StringBuilder("head,matrix,index,value\n");
    var heads = head.networkWeights();
    for (int j = 0; j < heads.size(); j++) {
      lines(table, j, "W1", heads.get(j).first());
      lines(table, j, "W2", heads.get(j).second());
    }
    out.write(table.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static void lines(StringBuilder table, int head, String matrix, double[] values) {
    for (int i = 0; i < values.length; i++) {
      table.append(head).append(',').append(matrix).append(',').append(i).append(',');
      table.append(values[i]).append('\n');
    }
  }
}
