package io.github.convexheads.bench.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One solved problem: a folder with {@code case.json}, {@code tokens.npy}, {@code labels.npy},
 * gates where the head is gated, {@code weights.npy} where samples are weighted, and the optimal
 * {@code outputs.npy} where they are unique.
 */
public final class ConformanceCase {
  private final Path folder;
  private final JsonNode facts;

  private ConformanceCase(Path folder, JsonNode facts) {
    this.folder = folder;
    this.facts = facts;
  }

  /**
   * Reads every case below a folder, sorted by name.
   *
   * @param folder holds one folder a case, or is itself a case
   * @return the cases, at least one
   * @throws InvalidInputException if there is none, or one cannot be read
   */
  public static List<ConformanceCase> readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("folder of cases " + folder + " does not exist");
    }
    try (Stream<Path> inside = Files.walk(folder, 2)) {
      List<ConformanceCase> cases =
          inside
              .filter(path -> path.endsWith("case.json"))
              .map(Path::getParent)
              .sorted()
              .map(ConformanceCase::read)
              .toList();
      if (cases.isEmpty()) {
        throw new InvalidInputException(
            folder + " holds no case; a case is a folder with case.json");
      }
      return cases;
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static ConformanceCase read(Path folder) {
    BoundedFile.requireAtMost(folder.resolve("case.json"), 1 << 20);
    try {
      JsonNode facts = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
      for (String key :
          List.of("head", "activation", "loss", "pooling", "beta", "primal", "outputs")) {
        if (!facts.has(key)) {
          throw new InvalidInputException(folder.resolve("case.json") + " lacks '" + key + "'");
        }
      }
      return new ConformanceCase(folder, facts);
    } catch (IOException e) {
      throw new InvalidInputException(
          folder.resolve("case.json") + " is no JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the case's name.
   *
   * @return the folder's name
   */
  public String name() {
    return folder.getFileName().toString();
  }

  /**
   * Returns the optimal value.
   *
   * @return the primal value of case.json
   */
  public double primal() {
    return facts.get("primal").asDouble();
  }

  /**
   * Says whether the case is an exact-relu problem, solved to a coarser accuracy.
   *
   * @return true for relu
   */
  public boolean relu() {
    return text("activation").equals("relu");
  }

  /**
   * Says whether the loss leaves a constant of every row of outputs open.
   *
   * @return true for softmax
   */
  public boolean softmax() {
    return text("loss").equals("softmax");
  }

  /**
   * Reads the tokens.
   *
   * @return n x s x d
   */
  public Tokens tokens() {
    return DataFiles.tokens(folder.resolve("tokens.npy"));
  }

  /**
   * Reads the targets.
   *
   * @return n targets
   */
  public Targets targets() {
    Targets targets =
        DataFiles.targets(
            folder.resolve("labels.npy"), OptionalInt.of(facts.get("outputs").asInt()));
    return facts.path("weights").asBoolean()
        ? targets.withWeights(Npy.read(folder.resolve("weights.npy")).toDoubles())
        : targets;
  }

  /**
   * Reads the optimal outputs.
   *
   * @return the outputs; empty if the case has none
   */
  public Optional<double[]> outputs() {
    Path file = folder.resolve("outputs.npy");
    return Files.exists(file) ? Optional.of(Npy.read(file).toDoubles()) : Optional.empty();
  }

  /**
   * Returns the configuration that solves the case.
   *
   * @param solver id of the solver, or {@code auto}
   * @param tolerance the relative gap to reach
   * @return the configuration
   */
  public Configuration configuration(String solver, double tolerance) {
    String type = text("head").equals("bfno") ? "b-fno" : text("head");
    Configuration.PluginChoice head =
        Configuration.PluginChoice.of(type).with("pooling", text("pooling"));
    int groups = type.equals("b-fno") ? facts.path("blocks").asInt(1) : 1;
    if (type.equals("b-fno")) {
      head = head.with("blocks", Integer.toString(groups));
    }
    if (facts.path("grid").isArray()) {
      head = head.with("grid", grid(facts.get("grid")));
    }
    if (facts.path("intercept").asBoolean()) {
      head = head.with("intercept", "true");
    }
    if (!type.equals("linear")) {
      head = head.with("activation", relu() ? "relu" : linear() ? "linear" : "gated-relu");
    }
    if (!linear() && !relu()) {
      head = head.with("gates.file", gateFiles(groups, type.equals("b-fno")));
    }
    return Configuration.defaults()
        .withHead(head)
        .withLoss(Configuration.PluginChoice.of(text("loss")))
        .withPreprocess("recommended", "false")
        .withWeight(Configuration.PenaltyWeight.absolute(facts.get("beta").asDouble()))
        .withSolver(
            Configuration.PluginChoice.of(solver)
                .with("tolerance", Double.toString(tolerance))
                .with("max-iterations", "1000000")
                .with("time-limit", "120s"));
  }

  private String grid(JsonNode sides) {
    if (sides.size() != 2) {
      throw new InvalidInputException(
          folder.resolve("case.json") + " has grid " + sides + "; [H, W] would be right");
    }
    return sides.get(0).asText() + "x" + sides.get(1).asText();
  }

  private boolean linear() {
    return text("activation").equals("linear");
  }

  private String gateFiles(int groups, boolean blocks) {
    return IntStream.range(0, groups)
        .mapToObj(g -> folder.resolve(blocks ? "gates_block" + g + ".npy" : "gates.npy"))
        .map(Path::toString)
        .collect(Collectors.joining(","));
  }

  private String text(String key) {
    return facts.get(key).asText();
  }
}
