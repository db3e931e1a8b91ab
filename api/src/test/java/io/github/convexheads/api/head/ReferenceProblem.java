package io.github.convexheads.api.head;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One solved reference problem of {@code shared/conformance} or {@code shared/conformance-relu}: a
 * folder with case.json, tokens.npy, labels.npy and, for gated heads, gates.npy or one gates_block
 * file for every group.
 *
 * @param folder the folder
 * @param facts its case.json
 */
public record ReferenceProblem(Path folder, JsonNode facts) {

  private static final Path SHARED = Path.of(System.getProperty("shared.dir", "../shared"));

  /** Where the linear and gated problems are. */
  static final Path ROOT = SHARED.resolve("conformance");

  /** Where the exact relu problems are. */
  static final Path RELU = SHARED.resolve("conformance-relu");

  /**
   * Reads the problems of a head.
   *
   * @param root the folder of problems
   * @param head the head as case.json names it
   * @return the problems, sorted by name
   */
  static List<ReferenceProblem> of(Path root, String head) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(ReferenceProblem::read)
          .filter(problem -> problem.text("head").equals(head))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReferenceProblem read(Path folder) {
    try {
      JsonNode facts = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
      return new ReferenceProblem(folder, facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the program of a head on this problem.
   *
   * @param provider the head
   * @param kernel the linear algebra to use
   * @return the program
   */
  LiftedProgram program(HeadProvider provider, Kernel kernel) {
    Tokens tokens = tokens();
    int outputs = outputs();
    Targets targets = DataFiles.targets(folder.resolve("labels.npy"), OptionalInt.of(outputs));
    Loss loss = text("loss").equals("softmax") ? new SoftmaxLoss() : new SquaredLoss();
    Lift lift = head(provider).lift(tokens.shape(), outputs, gates());
    double beta = facts.get("beta").asDouble();
    return LiftedProgram.of(lift, tokens, targets, loss, kernel, Workers.of(1)).withBeta(beta);
  }

  /** Returns the gates that a head chooses by itself for the tokens of this problem. */
  Gates chosenGates(HeadProvider provider, Kernel kernel) {
    return head(provider).gates(tokens(), outputs(), kernel);
  }

  private Tokens tokens() {
    return DataFiles.tokens(folder.resolve("tokens.npy"));
  }

  private int outputs() {
    return facts.get("outputs").asInt();
  }

  /** Returns the number of activation patterns of a relu problem. */
  int patterns() {
    return facts.get("patterns").asInt();
  }

  /** Returns beta_max of the reference. */
  double betaMax() {
    return facts.get("beta_max").asDouble();
  }

  private Head head(HeadProvider provider) {
    Map<String, String> given = new TreeMap<>();
    given.put("pooling", text("pooling"));
    given.put("activation", text("activation").replace("gated", "gated-relu"));
    given.put("blocks", facts.path("blocks").asText("1"));
    given.keySet().retainAll(provider.settings().stream().map(Setting::key).toList());
    return provider.create(Settings.of("head", provider.settings(), given));
  }

  private Gates gates() {
    if (linear()) {
      return Gates.none();
    }
    List<double[][]> groups = new ArrayList<>();
    for (int g = 0; Files.exists(folder.resolve("gates_block" + g + ".npy")); g++) {
      groups.add(rows(folder.resolve("gates_block" + g + ".npy")));
    }
    return Gates.of(
        groups.isEmpty() ? List.<double[][]>of(rows(folder.resolve("gates.npy"))) : groups);
  }

  private static double[][] rows(Path file) {
    StoredArray stored = Npy.read(file);
    double[] values = stored.toDoubles();
    int count = (int) stored.shape().size(0);
    int length = values.length / count;
    double[][] rows = new double[count][];
    Arrays.setAll(rows, j -> Arrays.copyOfRange(values, j * length, (j + 1) * length));
    return rows;
  }

  private boolean linear() {
    return text("activation").equals("linear");
  }

  private String text(String key) {
    return facts.get(key).asText();
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
