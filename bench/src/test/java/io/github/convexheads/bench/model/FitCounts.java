package io.github.convexheads.bench.model;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.program.WrappedLift;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.SilentLoss;
import java.util.ArrayList;
import java.util.List;

/** Tokens, a head and a solver that count what a fit asks of them. */
final class FitCounts {
  int samplesRead;
  int gateChoices;
  int lifts;
  int acceptances;

  /** Gradients multiplied by a whole identity, as only exact norms are computed. */
  int norms;

  /** Rows whose loss and gradient were computed. */
  int losses;

  final List<Integer> lossesAfterSolves = new ArrayList<>();

  final List<Integer> normsBeforeSolves = new ArrayList<>();
  final List<Integer> normsAfterSolves = new ArrayList<>();

  Tokens counted(Tokens tokens) {
    return new CountedTokens(tokens);
  }

  Head counted(Head head) {
    return new CountedHead(head);
  }

  Solver counted(Solver solver) {
    return new CountedSolver(solver);
  }

  Loss counted(Loss loss) {
    return new CountedLoss(loss);
  }

  /** On one thread, so that a plain count is enough. */
  private final class CountedLoss extends SilentLoss {
    CountedLoss(Loss loss) {
      super(loss);
    }

    @Override
    public double valueAndGradient(
        double[] outputs, int position, Targets targets, int row, double[] gradient) {
      losses++;
      return known.valueAndGradient(outputs, position, targets, row, gradient);
    }
  }

  private final class CountedTokens implements Tokens {
    private final Tokens tokens;

    CountedTokens(Tokens tokens) {
      this.tokens = tokens;
    }

    @Override
    public int samples() {
      return tokens.samples();
    }

    @Override
    public TokenShape shape() {
      return tokens.shape();
    }

    @Override
    public Precision precision() {
      return tokens.precision();
    }

    @Override
    public void read(int from, int to, RealArray into, int position) {
      samplesRead += to - from;
      tokens.read(from, to, into, position);
    }
  }

  private final class CountedHead implements Head {
    private final Head head;

    CountedHead(Head head) {
      this.head = head;
    }

    @Override
    public Gates gates(Tokens training, int outputs, Kernel kernel) {
      gateChoices++;
      return head.gates(training, outputs, kernel);
    }

    @Override
    public Lift lift(TokenShape shape, int outputs, Gates gates) {
      lifts++;
      return new CountedLift(head.lift(shape, outputs, gates));
    }

    @Override
    public Activation activation() {
      return head.activation();
    }

    @Override
    public Pooling pooling() {
      return head.pooling();
    }
  }

  private final class CountedLift extends WrappedLift {
    CountedLift(Lift lift) {
      super(lift);
    }

    @Override
    public Features features(TokenBatch batch, Kernel kernel) {
      return new CountedFeatures(blocks(), super.features(batch, kernel));
    }
  }

  private final class CountedFeatures implements Features {
    private final List<Block> blocks;
    private final Features features;

    CountedFeatures(List<Block> blocks, Features features) {
      this.blocks = blocks;
      this.features = features;
    }

    @Override
    public void project(int block, Matrix u, Matrix p) {
      features.project(block, u, p);
    }

    @Override
    public void backproject(int block, Matrix p, Matrix u) {
      norms += u.columns() == blocks.get(block).smallerSide() ? 1 : 0;
      features.backproject(block, p, u);
    }
  }

  private final class CountedSolver implements Solver {
    private final Solver solver;

    CountedSolver(Solver solver) {
      this.solver = solver;
    }

    @Override
    public Acceptance accepts(ConvexProgram program) {
      acceptances++;
      return solver.accepts(program);
    }

    @Override
    public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
      normsBeforeSolves.add(norms);
      Solution found = solver.solve(program, start, listener);
      normsAfterSolves.add(norms);
      lossesAfterSolves.add(losses);
      return found;
    }
  }
}
