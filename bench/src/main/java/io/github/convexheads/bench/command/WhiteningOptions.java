package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.backbone.PatchSample;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.backbone.Whitening;
import io.github.convexheads.bench.images.ImageSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@code tokens} that whiten patches. */
final class WhiteningOptions {
  private static final double EPSILON = 0.01;
  private static final long SEED = 1;

  @Option(
      names = "--whiten",
      description = {
        "Whiten patches by their principal components (Coates, Ng and Lee, 2011): from a patch x, its"
            + " mean m and the variances l_k and directions v_k of patches, features v_k^T (x - m) /"
            + " sqrt(l_k + epsilon). m, l and v are estimated on at most about 100000 patches of"
            + " these images and kept in --whitening FILE, for other images."
      })
  private boolean whiten;

  @Option(
      names = "--whitening",
      paramLabel = "FILE",
      description = {
        "Whiten with the m, l and v of this file, .npz; with --whiten write them here, by default to"
            + " the tokens' name with .whitening.npz behind."
      })
  private Path file;

  @Option(
      names = "--components",
      paramLabel = "K",
      description = "With --whiten: keep the K largest variances; default: all that are not zero.")
  private Integer components;

  @Option(
      names = "--epsilon",
      paramLabel = "VALUE",
      description = {
        "With --whiten: epsilon above, which holds back small variances; brightness is 0..1, so"
            + " that a value of a patch varies by about 0.06; default "
            + EPSILON
            + "."
      })
  private Double epsilon;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "With --whiten: seed of the sample of patches; default " + SEED + ".")
  private Long seed;

  private Whitening estimated;

  WhiteningOptions() {}

  /** Checks that the options go together and their files are there, or can be written. */
  void require(Path tokens, Path backbone) {
    if (file(tokens) != null) {
      TokenRecipe.requirePatches(backbone != null);
    }
    if (whiten) {
      OutputFile.requireWritable(file(tokens));
    } else if (components != null || epsilon != null || seed != null) {
      throw new InvalidInputException(
          "--components, --epsilon and --seed say how --whiten estimates; give --whiten, or leave them"
              + " out");
    } else if (file != null && !Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "whitening " + file + " does not exist; --whiten estimates one on these images");
    }
  }

  /** Returns the file of the whitening; null where patches stay as they are. */
  Path file(Path tokens) {
    return whiten && file == null ? beside(tokens) : file;
  }

  /** The file of a whitening that no option names. */
  static Path beside(Path tokens) {
    return tokens.resolveSibling(tokens.getFileName() + ".whitening.npz");
  }

  /** Estimates the whitening where that is asked for, and records it. */
  TokenRecipe recipe(TokenRecipe plain, ImageSource source, int from, int to, Path tokens) {
    if (file(tokens) == null) {
      return plain;
    }
    plain.whitened("asked for"); // fails before anything is written, where tokens are no patches
    if (whiten) {
      plain.open(null, null).close(); // likewise, where patches divide no image
      OptionalInt kept = components == null ? OptionalInt.empty() : OptionalInt.of(components);
      estimated =
          new PatchSample(source, from, to, plain.patch(), seed == null ? SEED : seed)
              .whitening(kept, epsilon == null ? EPSILON : epsilon);
      estimated.write(file(tokens));
    }
    return plain.whitened(TokenRecipe.whiteningHash(file(tokens)));
  }

  /**
   * What was estimated.
   *
   * @param whitening the file
   * @param components the directions that are kept
   * @param varianceKept their share of the variance
   */
  record Facts(String whitening, int components, double varianceKept) {}

  /** Returns what was estimated; null where nothing was. */
  Facts facts(Path tokens) {
    return estimated == null
        ? null
        : new Facts(file(tokens).toString(), estimated.components(), estimated.varianceKept());
  }

  /** Prints what was estimated. */
  void print(PrintWriter out, Path tokens) {
    if (estimated != null) {
      out.println(
          FitReport.line(
              "whitening",
              "%d of %d directions, %.2f %% of the variance, to %s",
              estimated.components(),
              estimated.size(),
              100 * estimated.varianceKept(),
              file(tokens)));
    }
  }
}
