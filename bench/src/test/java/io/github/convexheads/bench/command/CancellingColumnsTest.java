package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A model with two columns of size 2^25 that cancel but for five units in the last place. Its true
 * objective is 1.865029 and the optimum 1.539576; the numbers that its record claims are below it.
 */
class CancellingColumnsTest {
  private static final double OBJECTIVE = 1.865029;
  private static final double OPTIMUM = 1.539576;

  @Test
  void areNeverConfirmedOrCalledOptimal() throws URISyntaxException {
    Run run =
        Run.of(
            "verify",
            "--model",
            resource("FAKE.safetensors"),
            "--tokens",
            resource("fx.npy"),
            "--labels",
            resource("fy.npy"),
            "--json");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    JsonNode facts = FitFiles.facts(run);
    assertThat(facts.get("verified").asBoolean()).isFalse();
    assertThat(facts.get("claim").asText()).doesNotContain("optimal");
    assertThat(facts.get("primal").asDouble()).isCloseTo(OBJECTIVE, within(1e-6));
    assertThat(facts.get("dual").asDouble()).isLessThan(OPTIMUM);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(CancellingColumnsTest.class.getResource(name).toURI());
  }
}
