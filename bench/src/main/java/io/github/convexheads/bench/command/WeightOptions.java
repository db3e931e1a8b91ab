package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.data.WeightFile;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Option;

/** The option {@code --weights}: how much each sample counts. */
final class WeightOptions {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "How much each sample counts: n numbers of at least 0, .npy, .npz or .safetensors"
            + " (FILE:NAME); scaled to sum n."
      })
  private String file;

  WeightOptions() {}

  /** Gives targets the weights of the file, if there is one; says by what they were scaled. */
  Targets weighted(Targets targets, Consumer<String> note) {
    if (file == null) {
      return targets;
    }
    if (targets.weighted()) {
      throw new InvalidInputException(
          "--weights %s: the tokens came with weights of their own, as Parquet files with a column weight; leave out one of them"
              .formatted(file));
    }
    double[] weights = WeightFile.read(file);
    Targets weighted = targets.withWeights(weights);
    double sum = DoubleStream.of(weights).sum();
    if (Math.abs(sum - targets.samples()) > 1e-9 * targets.samples()) {
      note.accept(
          "the weights of %s sum to %.6g; they are scaled to sum n = %s"
              .formatted(file, sum, targets.samples()));
    }
    return weighted;
  }
}
