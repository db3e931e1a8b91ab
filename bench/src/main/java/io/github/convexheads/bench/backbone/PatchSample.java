package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.bench.images.ImageSource;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A bounded sample of the patches of images, on which a whitening is estimated: all of them, or
 * where there are more, about {@value #MOST_PATCHES} from at most {@value #MOST_IMAGES} images.
 * Images and patches are gone through in their order, each taken with the probability (still
 * wanted) / (still to come), which draws every subset with the same probability (Knuth, The Art of
 * Computer Programming 2, section 3.4.2, algorithm S).
 *
 * @param source the images
 * @param from first image
 * @param to one after the last
 * @param patch pixels along a side of a patch
 * @param seed seed of the draw
 */
public record PatchSample(ImageSource source, int from, int to, int patch, long seed) {
  /** Images that are read at most. */
  static final int MOST_IMAGES = 10_000;

  /** Patches that are wanted from all images together. */
  static final int MOST_PATCHES = 100_000;

  /** Values of a patch at most: the covariance has the square of it. */
  static final int MOST_VALUES = 4096;

  /** Patches that are added to the covariance at once. */
  private static final int GROUP = 1024;

  /**
   * Estimates a whitening, in memory that does not grow with the number of images.
   *
   * @param components K, directions to keep; empty for all in which patches vary
   * @param epsilon added to every variance, in squares of brightness (0..1); at least 0
   * @return the whitening
   * @throws InvalidInputException if patches do not divide images, are too large, or vary in fewer
   *     than K directions
   */
  public Whitening whitening(OptionalInt components, double epsilon) {
    Kernel kernel = Kernels.discover().choose("java").kernel(); // decompositions by ojAlgo
    return Whitening.of(covariance(kernel), kernel, components, epsilon);
  }

  /** Returns mean and covariance of the sample. */
  PatchCovariance covariance(Kernel kernel) {
    PatchTokenizer patches = new PatchTokenizer(source.shape(), patch);
    int s = patches.shape().tokens();
    int d = patches.shape().features();
    if (d > MOST_VALUES) {
      throw new InvalidInputException(
          "patches of %d x %d pixels have %d values, but at most %d can be whitened; choose a smaller"
                  .formatted(patch, patch, d, MOST_VALUES)
              + " --patch");
    }
    PatchCovariance covariance = new PatchCovariance(kernel, d);
    SplittableRandom random = new SplittableRandom(seed);
    int wanted = Math.min(to - from, MOST_IMAGES);
    int each = Math.min(s, (MOST_PATCHES + wanted - 1) / wanted);
    float[] pixels = new float[source.shape().size()];
    double[] group = new double[GROUP * d];
    int rows = 0;
    for (int i = from; i < to; i++) {
      if (random.nextInt(to - i) >= wanted) {
        continue;
      }
      wanted--;
      source.read(i, i + 1, pixels);
      float[] tokens = patches.tokens(pixels, 1);
      for (int t = 0, left = each; t < s; t++) {
        if (random.nextInt(s - t) < left) {
          left--;
          for (int k = 0; k < d; k++) {
            group[rows * d + k] = tokens[t * d + k];
          }
          rows++;
        }
        if (rows == GROUP) {
          covariance.add(group, rows);
          rows = 0;
        }
      }
    }
    if (rows > 0) {
      covariance.add(group, rows);
    }
    return covariance;
  }
}
