package io.github.convexheads.bench.exact;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import io.github.convexheads.api.exact.ExactMatrix;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The lifted features of one head by their formulas, from the tokens as they are, with gates by the
 * exact sign of their sums.
 *
 * @param type the id of the head
 * @param s the number of tokens
 * @param d the number of features
 * @param pooling mean or none
 * @param gates the gates; none when linear
 */
record ExactHead(String type, int s, int d, Pooling pooling, Gates gates) {

  /** Whether the variable of this head is one of the formulas here. */
  boolean known() {
    return !(type.endsWith("fno") && pooling == Pooling.NONE);
  }

  /** phi of every row of a sample for one block. */
  List<ExactMatrix> phi(double[] sample, Block block, int blocks) {
    ExactMatrix x = ExactMatrix.of(sample, s, d);
    List<ExactMatrix> tokens = new ArrayList<>();
    for (int t = 0; t < s; t++) {
      tokens.add(token(x, t, block, blocks));
    }
    if (pooling == Pooling.NONE) {
      return tokens;
    }
    return List.of(reduced() ? reducedMean(x, block, blocks) : mean(tokens));
  }

  private boolean linear() {
    return gates.groups() == 0;
  }

  private boolean reduced() {
    return linear() && (type.equals("mixer") || type.endsWith("fno"));
  }

  private static ExactMatrix mean(List<ExactMatrix> tokens) {
    ExactMatrix mean = ExactMatrix.zeros(tokens.get(0).rows(), tokens.get(0).columns());
    BigDecimal count = BigDecimal.valueOf(tokens.size());
    for (ExactMatrix token : tokens) {
      for (int i = 0; i < token.entries().length; i++) {
        mean.add(
            i / token.columns(), i % token.columns(), token.entries()[i].divide(count, DIGITS));
      }
    }
    return mean;
  }

  /** X / sqrt(s) for the mixer, sqrt(s) times the mean token for the FNO. */
  private ExactMatrix reducedMean(ExactMatrix x, Block block, int blocks) {
    BigDecimal root = BigDecimal.valueOf(s).sqrt(DIGITS);
    boolean mixer = type.equals("mixer");
    ExactMatrix phi = ExactMatrix.zeros(block.rows(), block.width());
    int from = from(d, blocks, block.group());
    for (int t = 0; t < s; t++) {
      for (int l = 0; l < (mixer ? d : block.rows()); l++) {
        if (mixer) {
          phi.add(t, l, x.get(t, l).divide(root, DIGITS));
        } else {
          phi.add(l, 0, x.get(t, from + l).divide(root, DIGITS));
        }
      }
    }
    return phi;
  }

  private ExactMatrix token(ExactMatrix x, int t, Block block, int blocks) {
    ExactMatrix phi =
        reduced() && pooling == Pooling.MEAN
            ? ExactMatrix.zeros(1, 1)
            : ExactMatrix.zeros(block.rows(), block.width());
    double[] h = linear() ? null : gates.gate(block.group(), block.gate());
    switch (type) {
      case "linear", "mlp" -> flat(phi, x, t, h);
      case "attention" -> attention(phi, x, t, h);
      case "mixer" -> mixer(phi, x, t, h);
      default -> fno(phi, x, t, h, from(d, blocks, block.group()), features(block, blocks));
    }
    return phi;
  }

  private void flat(ExactMatrix phi, ExactMatrix x, int t, double[] h) {
    BigDecimal z = BigDecimal.ZERO;
    for (int l = 0; l < d && h != null; l++) {
      z = z.add(x.get(t, l).multiply(new BigDecimal(h[l])));
    }
    for (int l = 0; l < d && z.signum() >= 0; l++) {
      phi.add(l, 0, x.get(t, l));
    }
  }

  private void attention(ExactMatrix phi, ExactMatrix x, int t, double[] h) {
    for (int u = 0; u < s; u++) {
      BigDecimal z = BigDecimal.ZERO;
      for (int a = 0; a < d && h != null; a++) {
        for (int b = 0; b < d; b++) {
          z = z.add(x.get(t, a).multiply(new BigDecimal(h[a * d + b])).multiply(x.get(u, b)));
        }
      }
      for (int a = 0; a < d && z.signum() >= 0; a++) {
        for (int b = 0; b < d; b++) {
          for (int k = 0; k < d; k++) {
            BigDecimal both = x.get(u, b).multiply(x.get(u, k), DIGITS);
            phi.add(a * d + b, k, x.get(t, a).multiply(both, DIGITS));
          }
        }
      }
    }
  }

  private void mixer(ExactMatrix phi, ExactMatrix x, int t, double[] h) {
    if (reduced() && pooling == Pooling.MEAN) {
      return;
    }
    for (int l = 0; l < d; l++) {
      BigDecimal z = BigDecimal.ZERO;
      for (int u = 0; u < s && h != null; u++) {
        z = z.add(new BigDecimal(h[t * s + u]).multiply(x.get(u, l)));
      }
      for (int u = 0; u < s && z.signum() >= 0; u++) {
        phi.add(t * s + u, l, x.get(u, l));
      }
    }
  }

  private void fno(ExactMatrix phi, ExactMatrix x, int t, double[] h, int from, int own) {
    if (reduced()) {
      return;
    }
    BigDecimal z = BigDecimal.ZERO;
    for (int a = 0; a < s && h != null; a++) {
      for (int l = 0; l < own; l++) {
        z = z.add(x.get((t + a) % s, from + l).multiply(new BigDecimal(h[a * own + l])));
      }
    }
    for (int a = 0; a < s && z.signum() >= 0; a++) {
      for (int l = 0; l < own; l++) {
        phi.add(a * own + l, 0, x.get((t + a) % s, from + l));
      }
    }
  }

  private int features(Block block, int blocks) {
    return from(d, blocks, block.group() + 1) - from(d, blocks, block.group());
  }

  /** Groups as equal as possible, larger ones first. */
  private static int from(int total, int parts, int part) {
    return part * (total / parts) + Math.min(part, total % parts);
  }
}
