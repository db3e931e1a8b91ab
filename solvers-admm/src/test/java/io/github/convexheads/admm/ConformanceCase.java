package io.github.convexheads.admm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One solved reference problem with its lifted features written out from the table of heads: a
 * block's phi[i,t] for attention, MLP-Mixer, FNO, B-FNO and MLP, linear or gated.
 *
 * @param name the folder
 * @param problem the program with dense phi
 * @param primal the optimal value
 */
record ConformanceCase(String name, DenseProblem problem, double primal) {
  static final Path ROOT = Path.of(System.getProperty("shared.dir", "../shared"), "conformance");

  static List<Path> folders() {
    if (!Files.isDirectory(ROOT)) {
      return List.of();
    }
    try (var list = Files.list(ROOT)) {
      return list.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConformanceCase read(Path folder) {
    try {
      JsonNode json = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
      return new Reader(folder, json).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class Reader {
    private final Path folder;
    private final JsonNode json;
    private final int n;
    private final int s;
    private final int d;
    private final int c;
    private final boolean pooled;
    private final double[] tokens;

    Reader(Path folder, JsonNode json) {
      this.folder = folder;
      this.json = json;
      this.n = json.get("samples").asInt();
      this.s = json.get("tokens").asInt();
      this.d = json.get("features").asInt();
      this.c = json.get("outputs").asInt();
      this.pooled = json.get("pooling").asText().equals("mean");
      this.tokens = Npy.read(folder.resolve("tokens.npy")).toDoubles();
    }

    ConformanceCase read() {
      List<Block> blocks = new ArrayList<>();
      List<double[]> features = new ArrayList<>();
      int groups = json.get("blocks").asInt();
      for (int g = 0; g < groups; g++) {
        int[] inputs = part(d, groups, g);
        int[] outputs = part(c, groups, g);
        List<double[]> gates = gates(groups, g);
        for (int j = 0; j < gates.size(); j++) {
          double[] phi = phi(gates.get(j), inputs[0], inputs[1]);
          int width = width();
          int rows = phi.length / (n * s) / width;
          blocks.add(new Block(rows, width, outputs[1], outputs[0], g, j));
          features.add(pooled ? pooled(phi) : phi);
        }
      }
      int positions = pooled ? 1 : s;
      DenseLift lift = new DenseLift(blocks, positions, c);
      DenseProblem problem =
          new DenseProblem(
              lift,
              sideBySide(features, n * positions),
              targets(positions),
              squared() ? new SquaredLoss() : new SoftmaxLoss(),
              json.get("beta").asDouble());
      return new ConformanceCase(json.get("name").asText(), problem, json.get("primal").asDouble());
    }

    private boolean squared() {
      return json.get("loss").asText().equals("squared");
    }

    private Targets targets(int positions) {
      Path path = folder.resolve("labels.npy");
      if (squared()) {
        return new RealTargets(Npy.read(path).toDoubles(), positions, c);
      }
      long[] labels = Npy.read(path).toLongs();
      return new ClassLabels(
          Arrays.stream(labels).mapToInt(Math::toIntExact).toArray(), positions, c);
    }

    /** Offset and size of a part: as equal as possible, larger ones first. */
    private static int[] part(int whole, int parts, int index) {
      int offset = 0;
      for (int i = 0; i < index; i++) {
        offset += whole / parts + (i < whole % parts ? 1 : 0);
      }
      return new int[] {offset, whole / parts + (index < whole % parts ? 1 : 0)};
    }

    /** The gates of a group; one null where the activation is linear. */
    private List<double[]> gates(int groups, int group) {
      List<double[]> gates = new ArrayList<>();
      if (json.get("activation").asText().equals("linear")) {
        gates.add(null);
        return gates;
      }
      var stored =
          Npy.read(folder.resolve(groups == 1 ? "gates.npy" : "gates_block" + group + ".npy"));
      double[] all = stored.toDoubles();
      int count = (int) stored.shape().size(0);
      for (int j = 0; j < count; j++) {
        int size = all.length / count;
        gates.add(Arrays.copyOfRange(all, j * size, (j + 1) * size));
      }
      return gates;
    }

    private int width() {
      return switch (json.get("head").asText()) {
        case "attention", "mixer" -> d;
        default -> 1;
      };
    }

    /** (n s) x (R q) features of one block, for the inputs of its group. */
    private double[] phi(double[] gate, int from, int size) {
      List<double[]> rows = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        for (int t = 0; t < s; t++) {
          rows.add(
              switch (json.get("head").asText()) {
                case "attention" -> attention(gate, i, t);
                case "mixer" -> mixer(gate, i, t);
                case "fno", "bfno" -> fno(gate, i, t, from, size);
                case "mlp" -> mlp(gate, i, t);
                default -> throw new IllegalStateException(json.get("head").asText());
              });
        }
      }
      return rows.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private double x(int i, int t, int l) {
      return tokens[(i * s + t) * d + l];
    }

    private double[] attention(double[] gate, int i, int t) {
      double[] phi = new double[d * d * d];
      for (int u = 0; u < s; u++) {
        double z = 0;
        for (int a = 0; a < d && gate != null; a++) {
          for (int b = 0; b < d; b++) {
            z += x(i, t, a) * gate[a * d + b] * x(i, u, b);
          }
        }
        for (int at = 0; at < phi.length && z >= 0; at++) {
          phi[at] += x(i, t, at / d / d) * x(i, u, at / d % d) * x(i, u, at % d);
        }
      }
      return phi;
    }

    private double[] mixer(double[] gate, int i, int t) {
      double[] phi = new double[s * s * d];
      for (int k = 0; k < d; k++) {
        double z = 0;
        for (int u = 0; u < s && gate != null; u++) {
          z += gate[t * s + u] * x(i, u, k);
        }
        for (int u = 0; u < s && z >= 0; u++) {
          phi[(t * s + u) * d + k] = x(i, u, k);
        }
      }
      return phi;
    }

    private double[] fno(double[] gate, int i, int t, int from, int size) {
      double[] phi = new double[s * size];
      Arrays.setAll(phi, at -> x(i, (t + at / size) % s, from + at % size));
      return masked(phi, gate);
    }

    private double[] mlp(double[] gate, int i, int t) {
      double[] phi = new double[d];
      Arrays.setAll(phi, l -> x(i, t, l));
      return masked(phi, gate);
    }

    private static double[] masked(double[] phi, double[] gate) {
      double z = 0;
      for (int at = 0; at < phi.length && gate != null; at++) {
        z += phi[at] * gate[at];
      }
      return z >= 0 ? phi : new double[phi.length];
    }

    private double[] pooled(double[] phi) {
      int size = phi.length / (n * s);
      double[] mean = new double[n * size];
      for (int at = 0; at < phi.length; at++) {
        mean[at / size / s * size + at % size] += phi[at] / s;
      }
      return mean;
    }

    private static double[] sideBySide(List<double[]> parts, int rows) {
      int total = parts.stream().mapToInt(part -> part.length / rows).sum();
      double[] all = new double[rows * total];
      int offset = 0;
      for (double[] part : parts) {
        int size = part.length / rows;
        for (int row = 0; row < rows; row++) {
          System.arraycopy(part, row * size, all, row * total + offset, size);
        }
        offset += size;
      }
      return all;
    }
  }
}
