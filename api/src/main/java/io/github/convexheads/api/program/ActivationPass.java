package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.network.ArrayGraph;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes {@link LocalData.Activations} out, sample by sample, from the architecture as it is drawn:
 * outputs are linear in activations, so that one open activation at a time shows what it gives.
 */
final class ActivationPass {
  /** Entries of both matrices up to which they are written out. */
  private static final double MOST_ENTRIES = 6e7;

  /** Entries that the drawing may compute, a minute or so. */
  private static final double MOST_DRAWN = 2e8;

  private final BatchPass pass;
  private final Lift lift;
  private final NetworkForm form;
  private final Block block;
  private final int index;
  private final int width;
  private final int perSample;
  private final ArrayGraph graph = new ArrayGraph();

  private ActivationPass(BatchPass pass, NetworkForm form, int index, int width) {
    this.pass = pass;
    this.lift = pass.lift();
    this.form = form;
    this.block = lift.blocks().get(index);
    this.index = index;
    this.width = width;
    this.perSample = lift.preactivations();
  }

  /** Returns the activations of a block's group; empty where they are not known or too many. */
  static Optional<LocalData.Activations> of(BatchPass pass, int index, double[] e, int width) {
    // The drawing has the pre-activations of all tokens, a lift of the first token its own alone.
    if (!(pass.lift() instanceof NetworkForm form)
        || pass.lift().preactivations() == 0
        || pass.lift().pooling() == Pooling.FIRST) {
      return Optional.empty();
    }
    ActivationPass own = new ActivationPass(pass, form, index, width);
    return own.fits() ? Optional.of(own.of(e)) : Optional.empty();
  }

  private int samples() {
    return pass.source().to(pass.batches() - 1);
  }

  private boolean fits() {
    double rows = (double) samples() * perSample;
    double drawn = rows * lift.shape().tokens() * width * chunks();
    return rows * (block.rows() + block.columns()) <= MOST_ENTRIES && drawn <= MOST_DRAWN;
  }

  /** How many drawings show all of q, with as many k at a time as the block has outputs. */
  private int chunks() {
    return (block.width() + block.outputs() - 1) / block.outputs();
  }

  private LocalData.Activations of(double[] e) {
    int rows = Math.multiplyExact(samples(), perSample);
    Matrix map = Matrix.zeros(Precision.FLOAT64, rows, block.rows());
    Matrix weights = Matrix.zeros(Precision.FLOAT64, rows, block.columns());
    int positions = e.length / width / samples();
    for (int i = 0; i < samples(); i++) {
      double[] sample = pass.source().sample(i);
      Matrix own = weights.rows(i * perSample, perSample);
      int[] shape = writeMap(sample, map.rows(i * perSample, perSample));
      int from = i * positions * width;
      double[] part = Arrays.copyOfRange(e, from, from + positions * width);
      for (int chunk = 0; chunk < chunks(); chunk++) {
        addWeights(sample, shape, chunk * block.outputs(), part, own);
      }
    }
    return new LocalData.Activations(map, weights);
  }

  /** Writes A of one sample; returns the shape of its pre-activations, without the sample. */
  private int[] writeMap(double[] sample, Matrix map) {
    int[] shape = new int[0];
    TokenShape tokens = lift.shape();
    ArrayGraph.Tensor x = graph.constant(sample, 1, tokens.tokens(), tokens.features());
    for (int r = 0; r < block.rows(); r++) {
      double[] unit = new double[block.rows()];
      unit[r] = 1;
      ArrayGraph.Tensor z = form.preactivation(graph, x, block.group(), unit);
      for (int m = 0; m < perSample; m++) {
        map.set(m, r, z.values()[m]);
      }
      shape = Arrays.copyOfRange(z.shape(), 1, z.shape().length);
    }
    return shape;
  }

  /** Adds what activations give to the outputs of some k, weighed by E. */
  private void addWeights(double[] sample, int[] shape, int firstK, double[] e, Matrix weights) {
    int c = block.outputs();
    double[] v = new double[block.columns()];
    int ks = Math.min(c, block.width() - firstK);
    for (int p = 0; p < ks; p++) {
      v[(firstK + p) * c + p] = 1;
    }
    double[] read = read(sample, shape, lift.networkHead(index, new double[block.rows()], v));
    int positions = e.length / width;
    for (int m = 0; m < perSample; m++) {
      for (int k = 0; k < ks; k++) {
        for (int t = 0; t < positions; t++) {
          double gives = read[(m * positions + t) * width + block.outputOffset() + k];
          for (int p = 0; p < c && gives != 0; p++) {
            int column = (firstK + k) * c + p;
            double weighed = gives * e[t * width + block.outputOffset() + p];
            weights.set(m, column, weights.get(m, column) + weighed);
          }
        }
      }
    }
  }

  /** Returns the outputs of one sample for every single activation, m x T x c. */
  private double[] read(double[] sample, int[] shape, NetworkHead head) {
    TokenShape tokens = lift.shape();
    double[] copies = new double[perSample * sample.length];
    double[] single = new double[perSample * perSample];
    for (int m = 0; m < perSample; m++) {
      System.arraycopy(sample, 0, copies, m * sample.length, sample.length);
      single[m * perSample + m] = 1;
    }
    int[] whole = new int[shape.length + 1];
    whole[0] = perSample;
    System.arraycopy(shape, 0, whole, 1, shape.length);
    ArrayGraph.Tensor x = graph.constant(copies, perSample, tokens.tokens(), tokens.features());
    ArrayGraph.Tensor out = form.output(graph, x, graph.constant(single, whole), head);
    return lift.pooling().pooled(graph, out, width).values();
  }
}
