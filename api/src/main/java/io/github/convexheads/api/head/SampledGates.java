package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Gates drawn from a {@link GateDistribution} by WELL19937c (Panneton, L'Ecuyer, Matsumoto, 2006),
 * one stream for every group.
 */
record SampledGates(int count, long seed, GateDistribution distribution) implements GateSource {

  SampledGates {
    if (count < 1) {
      throw new InvalidInputException("asked for " + count + " gates; at least 1 is needed");
    }
  }

  @Override
  public Gates choose(Preactivation preactivation, Tokens training, Kernel kernel) {
    List<double[][]> groups = new ArrayList<>();
    for (int group = 0; group < preactivation.groups(); group++) {
      RandomGenerator random = stream(group);
      double[][] gates = new double[count][];
      for (int j = 0; j < count; j++) {
        gates[j] =
            switch (distribution) {
              case NORMAL -> normals(random, preactivation.length(group));
              case RANK_ONE -> outerProduct(random, preactivation.weightShape(group));
              case DIFFERENCE -> difference(random, preactivation, group, training);
            };
      }
      groups.add(gates);
    }
    return GateMerging.merge(Gates.of(groups), preactivation, training, kernel);
  }

  private RandomGenerator stream(int group) {
    return new Well19937c(new int[] {(int) (seed >>> 32), (int) seed, group});
  }

  private static double[] normals(RandomGenerator random, int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static double[] outerProduct(RandomGenerator random, int[] shape) {
    double[] product = {1};
    for (int side : shape) {
      double[] factor = normals(random, side);
      double[] next = new double[product.length * side];
      for (int i = 0; i < next.length; i++) {
        next[i] = product[i / side] * factor[i % side];
      }
      product = next;
    }
    return product;
  }

  private static double[] difference(
      RandomGenerator random, Preactivation map, int group, Tokens training) {
    double[] gate = new double[map.length(group)];
    for (double sign : new double[] {1, -1}) {
      int sample = random.nextInt(training.samples());
      Matrix z = Matrix.zeros(Precision.FLOAT64, map.perSample(), 1);
      z.set(random.nextInt(map.perSample()), 0, sign);
      TokenBatch batch = training.batch(sample, sample + 1, Precision.FLOAT64);
      map.addTranspose(batch, group, z, Matrix.of(gate, gate.length, 1), FixedOrder.KERNEL);
    }
    return gate;
  }
}
