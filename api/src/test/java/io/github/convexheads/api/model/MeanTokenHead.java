package io.github.convexheads.api.model;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.DenseLift;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Optional;

/** The smallest head there is, F(X) = mean_t x_t W, for tests that need a fitted one. */
public final class MeanTokenHead implements Head {

  /** For tests. */
  public MeanTokenHead() {}

  /** A head of 2 tokens x 2 features with one output, whose weights are what they are. */
  static FittedHead fitted() {
    Solver constant =
        new Solver() {
          @Override
          public Solver.Acceptance accepts(ConvexProgram program) {
            return Solver.Acceptance.yes(0);
          }

          @Override
          public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
            Factors factors = new Factors(2, 1, 1, new double[] {0.5, -0.25}, new double[] {1});
            return new Solution(
                new Variable(List.of(factors)), Solution.Status.ITERATION_LIMIT, 1, 0, List.of());
          }
        };
    Fitter fitter =
        new Fitter(
            Configuration.defaults()
                .withPreprocess("recommended", "false")
                .withHead(Configuration.PluginChoice.of("mean-token"))
                .withLoss(Configuration.PluginChoice.of("squared"))
                .withSolver(Configuration.PluginChoice.of("constant")),
            new Fitter.Parts(
                new MeanTokenHead(),
                new SquaredLoss(),
                constant,
                Optional.empty(),
                Kernels.best(),
                Workers.of(1)),
            PluginCatalog.load());
    Tokens tokens = Tokens.of(new double[] {1, 2, 3, 4, 5, 6, 7, 9, 2, 1, 0, 3}, 3, 2, 2);
    Targets targets = Targets.values(new double[] {1, -1, 2}, 1);
    return fitter.fit(tokens, targets, ProgressListener.SILENT).head();
  }

  @Override
  public Activation activation() {
    return Activation.LINEAR;
  }

  @Override
  public Pooling pooling() {
    return Pooling.MEAN;
  }

  @Override
  public Gates gates(Tokens training, int outputs, Kernel kernel) {
    return Gates.none();
  }

  @Override
  public Lift lift(TokenShape shape, int outputs, Gates gates) {
    Block block = new Block(shape.features(), 1, outputs, 0, 0, -1);
    return new MeanTokenLift(shape, outputs, block);
  }

  private static final class MeanTokenLift extends DenseLift implements NetworkForm {
    MeanTokenLift(TokenShape shape, int outputs, Block block) {
      super(shape, outputs, Pooling.MEAN, List.of(block));
    }

    @Override
    protected double[] phi(double[] sample, int position, int j) {
      double[] mean = new double[shape().features()];
      for (int i = 0; i < sample.length; i++) {
        mean[i % mean.length] += sample[i] / shape().tokens();
      }
      return mean;
    }

    @Override
    public NetworkHead networkHead(int j, double[] u, double[] v) {
      return new NetworkHead(0, -1, u, new int[] {u.length}, v, new int[] {v.length});
    }

    @Override
    public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
      return graph.matMul(x, graph.constant(w, w.length, 1));
    }

    @Override
    public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
      return graph.matMul(activated, graph.constant(head.second(), 1, head.second().length));
    }
  }
}
