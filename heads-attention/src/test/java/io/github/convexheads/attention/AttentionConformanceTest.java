package io.github.convexheads.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference problems agree on beta_max, which needs every part of the head. */
@Tag("shared")
class AttentionConformanceTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("shared.dir", "../shared"), "conformance");

  private final Kernel kernel = Kernels.best();

  @Test
  void betaMaxIsThatOfTheReferenceProblems() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), FOLDER + " is absent");
    List<String> seen = new ArrayList<>();
    for (JsonNode problem : new ObjectMapper().readTree(FOLDER.resolve("index.json").toFile())) {
      if (problem.get("head").asText().equals("attention")) {
        double expected = problem.get("beta_max").asDouble();
        assertThat(Certifier.betaMax(program(problem)))
            .as(problem.get("name").asText())
            .isCloseTo(expected, within(1e-8 * expected));
        seen.add(problem.get("name").asText());
      }
    }
    assertThat(seen).hasSize(16);
  }

  private LiftedProgram program(JsonNode problem) {
    Path folder = FOLDER.resolve(problem.get("name").asText());
    int n = problem.get("samples").asInt();
    int s = problem.get("tokens").asInt();
    int d = problem.get("features").asInt();
    int c = problem.get("outputs").asInt();
    boolean pooled = problem.get("pooling").asText().equals("mean");
    boolean softmax = problem.get("loss").asText().equals("softmax");
    Tokens tokens = Tokens.of(Npy.read(folder.resolve("tokens.npy")).toDoubles(), n, s, d);
    Targets targets = targets(folder.resolve("labels.npy"), softmax, pooled ? 1 : s, c);
    Loss loss = softmax ? new SoftmaxLoss() : new SquaredLoss();
    Head head = head(problem, folder);
    Gates gates = head.gates(tokens, c, kernel);
    return LiftedProgram.of(
        head.lift(tokens.shape(), c, gates), tokens, targets, loss, 1, kernel, Workers.of(1));
  }

  private static Head head(JsonNode problem, Path folder) {
    Map<String, String> settings = new HashMap<>();
    settings.put("pooling", problem.get("pooling").asText());
    if (problem.get("activation").asText().equals("gated")) {
      settings.put("activation", "gated-relu");
      settings.put("gates.file", folder.resolve("gates.npy").toString());
    }
    AttentionHeadProvider provider = new AttentionHeadProvider();
    return provider.create(Settings.of("head", provider.settings(), settings));
  }

  private static Targets targets(Path labels, boolean softmax, int positions, int c) {
    if (!softmax) {
      return new RealTargets(Npy.read(labels).toDoubles(), positions, c);
    }
    int[] classes = Arrays.stream(Npy.read(labels).toLongs()).mapToInt(Math::toIntExact).toArray();
    return new ClassLabels(classes, positions, c);
  }
}
