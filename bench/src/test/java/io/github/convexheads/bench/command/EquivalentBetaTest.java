package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A solver that solves a constrained form finds beta itself, and says so. */
class EquivalentBetaTest {
  private static final String[] IN_BALL = {
    "head.type=linear", "solver.type=projected-gradient", "solver.radius=0.5"
  };

  @TempDir private Path folder;

  @Test
  void isShownAsWhatTheSolverFound() {
    FitFiles files = FitFiles.in(folder);

    Run run = files.fit(FitFiles.set(IN_BALL));
    JsonNode facts = files.fitted(IN_BALL);

    assertThat(run.out()).contains("found by the solver, which solved another form");
    assertThat(facts.get("equivalentBeta").asDouble()).isEqualTo(facts.get("beta").asDouble());
    assertThat(facts.get("status").asText()).isEqualTo("solved");
    assertThat(files.onData("verify").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"beta=0.1", "beta-fraction=0.1"})
  void isRefusedWhereAnotherWeightWasAskedFor(String weight) {
    FitFiles files = FitFiles.in(folder);

    Run run = files.fit(FitFiles.concatenated(FitFiles.set(IN_BALL), FitFiles.set(weight)));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains(weight.replace("=", " = ") + " was asked for")
        .contains("solver projected-gradient was set to solve another form")
        .contains("leave out beta and beta-fraction");
    assertThat(files.model()).doesNotExist();
  }
}
