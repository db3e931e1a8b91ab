package io.github.convexheads.ojalgo.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.ReluRows;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.ojalgo.interior.InteriorPointSolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReluOptimaTest {
  private static final Kernel KERNEL = Kernels.best();

  @ParameterizedTest
  @CsvSource({
    "8,1,2,2,false,0.05",
    "8,1,2,3,false,0.3",
    "6,1,3,2,false,0.1",
    "5,2,2,2,false,0.1",
    "5,2,1,3,true,0.1",
    "7,1,3,3,false,0.2"
  })
  void withSeveralOutputsTheGapIsClosedAlthoughNothingPromisesIt(
      int n, int s, int d, int c, boolean circular, double fraction) {
    for (boolean softmax : new boolean[] {false, true}) {
      SplittableRandom random = new SplittableRandom(100L * n + 10L * d + c);
      ReluRows rows = rows(random, n, s, d, circular);
      LiftedProgram program = fraction(program(rows, random, c, softmax), fraction);

      Solution solution = solve(new ConeDescentSolver(rule(1e-6)), program);

      Certificate certificate = Certifier.certify(program, solution.variable());
      assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-5);
      assertThat(certificate.statement(1e-5)).startsWith("optimal within ");
      assertThat(FeasiblePoint.of(program, solution.variable())).isSameAs(solution.variable());
      requireBoundsBelow(program, solution, certificate.primal());
    }
  }

  @ParameterizedTest
  @CsvSource({"6,1,3,0.1", "9,1,2,0.03", "4,3,2,0.3"})
  void bothSolversAgreeOnOneOutput(int n, int s, int d, double fraction) {
    SplittableRandom random = new SplittableRandom(n + d);
    LiftedProgram program =
        fraction(program(rows(random, n, s, d, false), random, 1, false), fraction);

    Certificate exact =
        Certifier.certify(program, solve(new InteriorPointSolver(rule(1e-9)), program).variable());
    Certificate descended =
        Certifier.certify(program, solve(new ConeDescentSolver(rule(1e-9)), program).variable());

    assertThat(exact.relativeGap()).isLessThanOrEqualTo(1e-8);
    assertThat(descended.primal()).isCloseTo(exact.primal(), within(1e-6 * exact.primal()));
  }

  @ParameterizedTest
  @CsvSource({"1,0.2", "3,0.2", "2,0.7"})
  void withOneFeatureTheOptimumIsTheClosedForm(int c, double fraction) {
    SplittableRandom random = new SplittableRandom(c);
    int n = 9;
    ReluRows rows = rows(random, n, 1, 1, false);
    LiftedProgram program = fraction(program(rows, random, c, false), fraction);
    Solver solver =
        c == 1 ? new InteriorPointSolver(rule(1e-9)) : new ConeDescentSolver(rule(1e-9));

    Certificate certificate = Certifier.certify(program, solve(solver, program).variable());

    double expected = closedForm(rows, (RealTargets) program.targets(), program.beta());
    assertThat(certificate.primal()).isCloseTo(expected, within(1e-8 * expected));
    assertThat(certificate.dual()).isCloseTo(expected, within(1e-7 * expected));
  }

  /** In the plane, thousands of directions tried by proximal gradient come close from above. */
  @Test
  void inThePlaneADenseSetOfDirectionsComesCloseFromAbove() {
    SplittableRandom random = new SplittableRandom(77);
    ReluRows rows = rows(random, 6, 1, 2, false);
    LiftedProgram program = fraction(program(rows, random, 2, false), 0.1);

    Certificate certificate =
        Certifier.certify(program, solve(new ConeDescentSolver(rule(1e-8)), program).variable());

    double tried = overDirections(rows, (RealTargets) program.targets(), program.beta(), 720);
    assertThat(tried).isGreaterThanOrEqualTo(certificate.dual() * (1 - 1e-12));
    assertThat(tried).isCloseTo(certificate.primal(), within(2e-4 * tried));
  }

  @Test
  @Tag("shared")
  void theReferenceProblemsAreSolvedFromAboveAndBelow() throws IOException {
    Path folder = Path.of(System.getProperty("shared.dir", "../shared"), "conformance-relu");
    assumeTrue(Files.isDirectory(folder), folder + " is absent");
    for (JsonNode facts : new ObjectMapper().readTree(folder.resolve("index.json").toFile())) {
      Path own = folder.resolve(facts.get("name").asText());
      LiftedProgram program = reference(folder, facts);
      double optimum = facts.get("primal").asDouble();

      for (Solver solver :
          List.of(new InteriorPointSolver(rule(1e-9)), new ConeDescentSolver(rule(1e-9)))) {
        Certificate certificate = Certifier.certify(program, solve(solver, program).variable());

        assertThat(certificate.primal()).as("%s", own).isCloseTo(optimum, within(1e-6 * optimum));
        assertThat(certificate.dual()).as("%s", own).isCloseTo(optimum, within(1e-6 * optimum));
        assertThat(certificate.relativeGap()).as("%s", own).isLessThanOrEqualTo(1e-7);
      }
    }
  }

  @Test
  @Tag("shared")
  void noBoundExceedsTheReferenceOptima() throws IOException {
    Path folder = Path.of(System.getProperty("shared.dir", "../shared"), "conformance-relu");
    assumeTrue(Files.isDirectory(folder), folder + " is absent");
    SplittableRandom random = new SplittableRandom(12);
    for (JsonNode facts : new ObjectMapper().readTree(folder.resolve("index.json").toFile())) {
      LiftedProgram program = reference(folder, facts);
      double optimum =
          Math.min(facts.get("primal").asDouble(), facts.get("descent_upper_bound").asDouble());
      for (int trial = 0; trial < 20; trial++) {
        Certificate certificate = Certifier.certify(program, anyPoint(program, random));
        assertThat(certificate.dual()).isLessThanOrEqualTo(optimum * (1 + 1e-12));
        assertThat(certificate.primal())
            .isGreaterThanOrEqualTo(facts.get("dual").asDouble() * (1 - 1e-12));
      }
      Solution solution = solve(new ConeDescentSolver(rule(1e-9)), program);
      requireBoundsBelow(program, solution, optimum);
    }
  }

  /** What a solver heard of on its way, and certificates of points near its end. */
  private static void requireBoundsBelow(LiftedProgram program, Solution solution, double optimum) {
    double most = optimum * (1 + 1e-12);
    for (Progress progress : solution.history()) {
      assertThat(progress.dual()).isLessThanOrEqualTo(most);
    }
    SplittableRandom random = new SplittableRandom(13);
    for (double size : new double[] {1e-9, 1e-6, 1e-3, 1e-1}) {
      List<Factors> near = new ArrayList<>();
      for (Factors block : solution.variable().blocks()) {
        double[] v = block.right().clone();
        Arrays.setAll(v, i -> v[i] * (1 + size * random.nextGaussian()));
        near.add(new Factors(block.rows(), block.columns(), block.rank(), block.left(), v));
      }
      assertThat(Certifier.certify(program, new Variable(near)).dual()).isLessThanOrEqualTo(most);
    }
  }

  private static Variable anyPoint(LiftedProgram program, SplittableRandom random) {
    List<Factors> factors = new ArrayList<>();
    for (var block : program.blocks()) {
      int k = random.nextInt(3);
      double[] u = new double[block.rows() * k];
      double[] v = new double[block.columns() * k];
      Arrays.setAll(u, i -> 0.3 * random.nextGaussian());
      Arrays.setAll(v, i -> random.nextGaussian());
      factors.add(new Factors(block.rows(), block.columns(), k, u, v));
    }
    return new Variable(factors);
  }

  private static LiftedProgram reference(Path folder, JsonNode facts) {
    Path own = folder.resolve(facts.get("name").asText());
    int s = facts.get("tokens").asInt();
    Tokens tokens =
        Tokens.of(
            Npy.read(own.resolve("tokens.npy")).toDoubles(),
            facts.get("samples").asInt(),
            s,
            facts.get("features").asInt());
    RealTargets targets = new RealTargets(Npy.read(own.resolve("labels.npy")).toDoubles(), s, 1);
    return new ReluRows(tokens, facts.get("head").asText().equals("fno"))
        .program(targets, new SquaredLoss(), facts.get("beta").asDouble(), KERNEL);
  }

  /** Samples with x &gt; 0 and with x &lt; 0 are two group lassos of one group each. */
  private static double closedForm(ReluRows rows, RealTargets y, double beta) {
    double[] x = tokens(rows);
    int c = y.outputs();
    double value = 0;
    for (int sign = -1; sign <= 1; sign += 2) {
      double[] g = new double[c];
      double h = 0;
      for (int i = 0; i < x.length; i++) {
        double z = Math.max(sign * x[i], 0);
        h += z * z / x.length;
        for (int p = 0; p < c; p++) {
          g[p] += z * y.value(i, p) / x.length;
          value += z > 0 ? y.value(i, p) * y.value(i, p) / (2 * x.length) : 0;
        }
      }
      double size = Math.sqrt(Arrays.stream(g).map(v -> v * v).sum());
      double weight = Math.max(0, size - beta) / h;
      value += weight * weight * h / 2 - weight * size + beta * weight;
    }
    return value;
  }

  private static double overDirections(ReluRows rows, RealTargets y, double beta, int count) {
    double[] x = tokens(rows);
    int n = x.length / 2;
    int c = y.outputs();
    double[][] z = new double[count][n];
    double trace = 0;
    for (int a = 0; a < count; a++) {
      double angle = 2 * Math.PI * a / count;
      for (int i = 0; i < n; i++) {
        z[a][i] = Math.max(0, x[2 * i] * Math.cos(angle) + x[2 * i + 1] * Math.sin(angle));
        trace += z[a][i] * z[a][i] / n;
      }
    }
    double[][] v = new double[count][c];
    double[][] last = new double[count][c];
    for (int step = 1; step <= 30_000; step++) {
      double push = (step - 1.0) / (step + 2.0);
      double[][] ahead = new double[count][c];
      for (int a = 0; a < count; a++) {
        for (int p = 0; p < c; p++) {
          ahead[a][p] = v[a][p] + push * (v[a][p] - last[a][p]);
        }
      }
      double[][] e = residual(z, ahead, y, n, c);
      last = v;
      v = new double[count][c];
      for (int a = 0; a < count; a++) {
        double squares = 0;
        for (int p = 0; p < c; p++) {
          double slope = 0;
          for (int i = 0; i < n; i++) {
            slope += z[a][i] * e[i][p] / n;
          }
          v[a][p] = ahead[a][p] - slope / trace;
          squares += v[a][p] * v[a][p];
        }
        double keep = Math.max(0, 1 - beta / trace / Math.max(Math.sqrt(squares), 1e-300));
        for (int p = 0; p < c; p++) {
          v[a][p] *= keep;
        }
      }
    }
    double value = 0;
    for (double[] row : residual(z, v, y, n, c)) {
      value += Arrays.stream(row).map(r -> r * r).sum() / (2 * n);
    }
    for (double[] own : v) {
      value += beta * Math.sqrt(Arrays.stream(own).map(r -> r * r).sum());
    }
    return value;
  }

  private static double[][] residual(double[][] z, double[][] v, RealTargets y, int n, int c) {
    double[][] e = new double[n][c];
    for (int i = 0; i < n; i++) {
      for (int p = 0; p < c; p++) {
        e[i][p] = -y.value(i, p);
        for (int a = 0; a < z.length; a++) {
          e[i][p] += z[a][i] * v[a][p];
        }
      }
    }
    return e;
  }

  private static double[] tokens(ReluRows rows) {
    Tokens tokens = rows.tokens();
    double[] x = new double[tokens.samples() * tokens.shape().size()];
    tokens.read(0, tokens.samples(), RealArray.wrap(x), 0);
    return x;
  }

  private static Solution solve(Solver solver, LiftedProgram program) {
    return solver.solve(program, Variable.zero(program.blocks()), ProgressListener.SILENT);
  }

  private static StoppingRule rule(double tolerance) {
    return new StoppingRule(tolerance, 200, Duration.ofMinutes(1));
  }

  private static LiftedProgram fraction(LiftedProgram program, double fraction) {
    return program.withBeta(fraction * Certifier.betaMax(program));
  }

  private static ReluRows rows(SplittableRandom random, int n, int s, int d, boolean circular) {
    double[] x = new double[n * s * d];
    Arrays.setAll(x, i -> random.nextGaussian());
    return new ReluRows(Tokens.of(x, n, s, d), circular);
  }

  private static LiftedProgram program(
      ReluRows rows, SplittableRandom random, int c, boolean softmax) {
    int s = rows.tokens().shape().tokens();
    int count = rows.tokens().samples() * s;
    Targets targets;
    if (softmax) {
      int[] labels = new int[count];
      Arrays.setAll(labels, i -> random.nextInt(c));
      targets = new ClassLabels(labels, s, c);
    } else {
      double[] y = new double[count * c];
      Arrays.setAll(y, i -> random.nextGaussian());
      targets = new RealTargets(y, s, c);
    }
    return rows.program(targets, softmax ? new SoftmaxLoss() : new SquaredLoss(), 1, KERNEL);
  }
}
