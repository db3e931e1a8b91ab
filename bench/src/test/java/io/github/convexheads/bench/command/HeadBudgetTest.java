package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of few heads: what is found, what is proven of it, and what a model says. */
class HeadBudgetTest {
  private static final int SIDE = 6;

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void write() {
    files = FitFiles.in(folder);
  }

  /**
   * Of X = I and a diagonal Y with beta = b / n, the best network of m heads keeps the m largest
   * entries, each less b (Eckart and Young, 1936).
   */
  @Test
  void findsTheBestNetworkOfEveryNumberOfHeadsWhereItIsKnown() {
    double b = 0.5;
    double[] x = new double[SIDE * SIDE];
    double[] y = new double[SIDE * SIDE];
    Arrays.setAll(x, i -> i / SIDE == i % SIDE ? 1 : 0);
    Arrays.setAll(y, i -> i / SIDE == i % SIDE ? 1 + i % SIDE : 0);
    Tokens tokens = Tokens.of(x, SIDE, 1, SIDE);
    Targets targets = new RealTargets(y, 1, SIDE);
    Fitter fitter =
        ConvexHeads.builder()
            .head("linear")
            .set("preprocess.recommended", "false")
            .beta(b / SIDE)
            .tolerance(1e-9)
            .fitter(targets);
    FitResult optimum = fitter.fit(tokens, targets, ProgressListener.SILENT);
    assertThat(optimum.head().variable().totalRank()).isEqualTo(SIDE);

    for (int m = 1; m < SIDE; m++) {
      FitResult few = fitter.narrowed(optimum, m, ProgressListener.SILENT);
      double expected = 0;
      for (int i = 1; i <= SIDE; i++) {
        expected += (i > SIDE - m ? b * (i - b) + b * b / 2 : i * i / 2.0) / SIDE;
      }
      assertThat(few.head().variable().totalRank()).isEqualTo(m);
      assertThat(few.certificate().primal()).isCloseTo(expected, within(1e-7));
      assertThat(few.certificate().dual()).isCloseTo(optimum.certificate().dual(), within(1e-12));
      assertThat(few.solution().status()).isEqualTo(Solution.Status.HEAD_LIMIT);
    }
    assertThat(fitter.narrowed(optimum, SIDE, ProgressListener.SILENT)).isSameAs(optimum);
  }

  @Test
  void aTableTellsWhatEveryBudgetCosts() {
    Object[] asked = {"--heads", "1,2,100", "--validation", "0.25", "--json"};
    Object[] set =
        FitFiles.set("head.type=attention", "beta-fraction=0.01", "solver.tolerance=1e-4");
    JsonNode facts = FitFiles.succeeded(files.fit(FitFiles.concatenated(set, asked)));
    JsonNode budgets = facts.get("budgets");

    assertThat(budgets).hasSize(3);
    double optimum = facts.get("primal").asDouble();
    double one = budgets.get(0).get("primal").asDouble();
    double two = budgets.get(1).get("primal").asDouble();
    assertThat(one).isGreaterThan(two);
    assertThat(two).isGreaterThan(optimum);
    assertThat(budgets.get(2).get("primal").asDouble()).isEqualTo(optimum);
    assertThat(budgets.get(0).get("rank").asInt()).isEqualTo(1);
    for (JsonNode budget : budgets) {
      double gap = budget.get("primal").asDouble() - facts.get("dual").asDouble();
      assertThat(budget.get("gap").asDouble()).isCloseTo(gap, within(1e-12));
      assertThat(budget.get("measures").get("samples").asInt()).isEqualTo(10);
    }
    assertThat(budgets.get(0).get("claim").asText()).startsWith("within ");
    assertThat(budgets.get(2).get("claim").asText()).startsWith("optimal ");

    Run text = files.fit(FitFiles.concatenated(set, "--heads", "1"));
    assertThat(text.out()).contains("above the optimum").contains("1 of ");
    assertThat(files.fit(FitFiles.concatenated(set, "--heads", "0")).code()).isEqualTo(3);
  }

  @Test
  void aModelOfFewHeadsSaysWhatItIsAndCanBeVerified() {
    JsonNode facts =
        files.fitted(
            "head.type=attention",
            "head.activation=gated-relu",
            "head.intercept=true",
            "solver.heads=2",
            "beta-fraction=0.01",
            "solver.tolerance=1e-4");

    assertThat(facts.get("status").asText()).isEqualTo("head-limit");
    assertThat(facts.get("claim").asText()).startsWith("within ");
    assertThat(facts.get("rank").asInt()).isEqualTo(2);
    JsonNode verified = FitFiles.facts(files.onData("verify", "--json"));
    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.get("relativeGap").asDouble())
        .isCloseTo(facts.get("relativeGap").asDouble(), within(1e-9));
    assertThat(verified.get("claim").asText()).startsWith("within ");

    FittedHead read = ConvexHeads.builder().load(files.model());
    assertThat(read.networkWeights()).hasSize(2);
    assertThat(read.witness().orElseThrow().totalRank()).isGreaterThan(2);
    Path weights = folder.resolve("weights.npz");
    Run exported = files.onModel("export", "--format", "npz", "--out", weights, "--json");
    assertThat(FitFiles.succeeded(exported).get("heads").asInt()).isEqualTo(2);
    Path page = folder.resolve("page.html");
    assertThat(files.onData("explain", "--out", page).code()).isZero();
    assertThat(page)
        .satisfies(
            p -> assertThat(Files.readString(p)).contains("relative gap to the best possible"));
  }

  /** Nobody waits for an optimum to hear it. */
  @Test
  void reluHeadsHaveNoBudget() {
    String[] relu = {
      "head.type=mlp",
      "head.activation=relu",
      "head.gates.count=3",
      "head.gates.enumerate=false",
      "solver.max-iterations=1"
    };
    String[] few = Arrays.copyOf(relu, relu.length + 1);
    few[relu.length] = "solver.heads=1";

    Run run = files.fit(FitFiles.set(few));
    Run listed = files.fit(FitFiles.concatenated(FitFiles.set(relu), "--heads", "1,2"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("does not look for networks of few heads")
        .doesNotContain("auto chose");
    assertThat(listed.code()).isEqualTo(3);
    assertThat(listed.err())
        .contains("solver.heads and --heads go with linear and gated-relu heads");
  }

  /** A solver that finds the optimum alone is refused before it does. */
  @Test
  void solversThatDoNotNarrowHaveNoBudget() {
    Object[] settings = FitFiles.set("head.type=mlp", "solver.type=admm");

    Run listed = files.fit(FitFiles.concatenated(settings, "--heads", "1,2"));

    assertThat(listed.code()).isEqualTo(3);
    assertThat(listed.err())
        .contains("solver admm does not look for networks of few heads")
        .doesNotContain("memory:");
  }
}
