package io.github.convexheads.bench.attack;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Points whose factors are hard to compute with. */
final class HostilePoints {
  private HostilePoints() {}

  /** Factors of one of six kinds in every block. */
  static Variable random(List<Block> blocks, SplittableRandom random) {
    List<Factors> factors = new ArrayList<>();
    for (Block block : blocks) {
      int k = 1 + random.nextInt(3);
      double size = Math.pow(10, 4 * random.nextDouble() - 3);
      double[] u = random.doubles((long) block.rows() * k, -size, size).toArray();
      double[] v = random.doubles((long) block.columns() * k, -1, 1).toArray();
      Factors plain = new Factors(block.rows(), block.columns(), k, u, v);
      factors.add(
          switch (random.nextInt(5)) {
            case 0 -> plain;
            case 1 -> unbalanced(plain, random);
            case 2, 3 -> cancelling(plain, random);
            default -> Factors.zero(block);
          });
    }
    return new Variable(factors);
  }

  /** The same point with a pair of columns in every block that cancel but for a few last units. */
  static Variable cancelling(Variable z, SplittableRandom random) {
    return new Variable(z.blocks().stream().map(block -> cancelling(block, random)).toList());
  }

  private static Factors cancelling(Factors z, SplittableRandom random) {
    int k = z.rank() + 2;
    double large = Math.scalb(1 + random.nextDouble(), random.nextInt(41));
    double[] u = new double[z.rows() * k];
    double[] v = new double[z.columns() * k];
    for (int r = 0; r < z.rows(); r++) {
      System.arraycopy(z.left(), r * z.rank(), u, r * k, z.rank());
      double own = large * (1 + random.nextDouble());
      u[r * k + k - 2] = own;
      u[r * k + k - 1] = own + random.nextInt(8) * Math.ulp(own);
    }
    for (int r = 0; r < z.columns(); r++) {
      System.arraycopy(z.right(), r * z.rank(), v, r * k, z.rank());
      double own = random.nextGaussian();
      v[r * k + k - 2] = own;
      v[r * k + k - 1] = -own;
    }
    return new Factors(z.rows(), z.columns(), k, u, v);
  }

  private static Factors unbalanced(Factors z, SplittableRandom random) {
    int k = z.rank();
    double[] u = z.left().clone();
    double[] v = z.right().clone();
    for (int h = 0; h < k; h++) {
      double most = random.nextInt(3) == 0 ? 250 : 10;
      double ratio = Math.pow(10, most * (2 * random.nextDouble() - 1));
      for (int i = h; i < u.length; i += k) {
        u[i] *= ratio;
      }
      for (int i = h; i < v.length; i += k) {
        v[i] /= ratio;
      }
    }
    return new Factors(z.rows(), z.columns(), k, u, v);
  }

  /** A head with another variable under the same record. */
  static FittedHead with(FittedHead head, Variable z) {
    return new FittedHead(
        head.model(), z, head.intercept(), head.provenance(), Kernels.best(), Workers.of(1));
  }
}
