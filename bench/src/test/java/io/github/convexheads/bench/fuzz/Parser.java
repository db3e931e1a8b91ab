package io.github.convexheads.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.data.SampleLengths;
import io.github.convexheads.bench.data.WeightFile;
import io.github.convexheads.bench.experiment.Experiment;
import io.github.convexheads.bench.experiment.TokenSets;
import io.github.convexheads.bench.explain.HistoryFile;
import io.github.convexheads.bench.explain.PathFile;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageSource;
import io.github.convexheads.bench.path.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything that reads bytes of others, as a function of these bytes. */
enum Parser {
  NPY(32) {
    @Override
    void read(byte[] input, Path folder) {
      contents(Npy.parse(input, "a.npy"));
    }
  },
  SAFETENSORS(22) {
    @Override
    void read(byte[] input, Path folder) {
      Safetensors.parse(input, "a.safetensors").tensors().values().forEach(Parser::contents);
    }
  },
  NPZ(8) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Npz.read(file(folder, "a.npz", input)).arrays().values().forEach(Parser::contents);
    }
  },
  TOKENS(4) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Tokens tokens = DataFiles.tokens(file(folder, "tokens.npy", input));
      require(tokens.samples() >= 1, "tokens without a sample");
    }
  },
  LABELS(4) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Targets targets = DataFiles.targets(file(folder, "labels.npy", input), OptionalInt.of(5));
      require(targets.samples() >= 1, "labels without a sample");
    }
  },
  MODEL(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      FittedHead head = LOADER.load(file(folder, "a.safetensors", Signature.renewed(input)));
      int s = head.preprocessing().input().tokens();
      int d = head.preprocessing().input().features();
      double[] outputs = head.predict(Tokens.of(new double[s * d], 1, s, d));
      require(outputs.length % head.outputs() == 0, "outputs of another shape");
    }
  },
  CHECKPOINT(2) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Checkpoint.read(file(folder, "a.checkpoint", Signature.renewed(input)));
    }
  },
  IDX(4) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      images(file(folder, "images-idx3-ubyte", input));
    }
  },
  GZIP_IDX(2) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      images(file(folder, "images-idx3-ubyte.gz", input));
    }
  },
  CIFAR(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      images(file(folder, "images.bin", input));
    }
  },
  /** PNG or JPEG, whatever the name says. */
  IMAGE(2) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Path set = folder.resolve("set");
      file(Files.createDirectories(set.resolve("class")), "a.png", input);
      images(set);
    }
  },
  CONFIGURATION(6) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      ConfigurationReader.read(file(folder, "a.conf", input));
    }
  },
  EXPERIMENT(3) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Hocon written = Hocon.parse(file(folder, "a.conf", input));
      Experiment.read(written);
      TokenSets.of(written);
    }
  },
  RECIPE(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Path tokens = file(folder, "made.npy", new byte[0]);
      file(folder, "made.npy.json", input);
      TokenFile.made(tokens);
    }
  },
  /** Shards: the first half of the bytes is one file, the other half the next. */
  SHARDS(2) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      int half = input.length / 2;
      file(folder, "part0.npy", Arrays.copyOf(input, half));
      file(folder, "part1.npy", Arrays.copyOfRange(input, half, input.length));
      String pattern = folder.resolve("part*.npy").toString();
      ArraySource.all(List.of(pattern), Optional.empty()).forEach(part -> part.open(ArrayUse.ANY));
    }
  },
  WEIGHTS(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Targets targets = Targets.labels(new int[] {0, 1, 2, 1}, 3);
      targets.withWeights(WeightFile.read(file(folder, "weights.npy", input).toString()));
    }
  },
  LENGTHS(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      Tokens tokens = Tokens.of(new double[8], 4, 2, 1);
      SampleLengths.of(file(folder, "lengths.npy", input), tokens);
    }
  },
  HISTORY(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      HistoryFile.read(file(folder, "history.csv", input));
    }
  },
  PATH(1) {
    @Override
    void read(byte[] input, Path folder) throws IOException {
      PathFile.read(file(folder, "path.csv", input));
    }
  },
  SETTINGS(2) {
    @Override
    void read(byte[] input, Path folder) {
      Map<String, String> flat = new LinkedHashMap<>();
      for (String line : new String(input, UTF_8).split("\n", -1)) {
        int equals = line.indexOf('=');
        flat.put(
            line.substring(0, Math.max(0, equals)).strip(), line.substring(equals + 1).strip());
      }
      ConfigurationReader.read(flat);
    }
  };

  private static final ConvexHeads LOADER = ConvexHeads.builder().set("run.threads", "1");

  private final int share;

  Parser(int share) {
    this.share = share;
  }

  /** Reads an input; any exception but InvalidInputException is a finding. */
  abstract void read(byte[] input, Path folder) throws IOException;

  /** Percent of all inputs. */
  int share() {
    return share;
  }

  private static Path file(Path folder, String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static void contents(StoredArray array) {
    int found = array.type().isFloatingPoint() ? array.toDoubles().length : array.toLongs().length;
    require(found == array.shape().count(), "fewer elements than the shape has");
  }

  private static void images(Path file) {
    ImageSource source = ImageSource.open(file, ImageOptions.DEFAULTS);
    float[] first = new float[source.shape().size()];
    source.read(0, 1, first);
    require(source.count() >= 1, "images without an image");
  }

  private static void require(boolean sound, String problem) {
    if (!sound) {
      throw new AssertionError(problem);
    }
  }
}
