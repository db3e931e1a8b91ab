package io.github.convexheads.spark;

import io.github.convexheads.api.head.Gates;
import java.io.Serializable;
import java.util.List;

/** Gates as arrays: group, gate, values. */
final class GateData implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[][][] groups;

  private GateData(double[][][] groups) {
    this.groups = groups;
  }

  static GateData of(Gates gates) {
    double[][][] groups = new double[gates.groups()][][];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = new double[gates.count(g)][];
      for (int j = 0; j < groups[g].length; j++) {
        groups[g][j] = gates.gate(g, j);
      }
    }
    return new GateData(groups);
  }

  Gates rebuilt() {
    return groups.length == 0 ? Gates.none() : Gates.of(List.of(groups));
  }
}
