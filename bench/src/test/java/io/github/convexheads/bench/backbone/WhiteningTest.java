package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whitened patches have the mean and covariance that they should, computed in the plainest way. */
class WhiteningTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int D = 6;
  private static final int PATCHES = 500;

  @TempDir private Path folder;

  /** Patches of values that depend on one another, far from zero. */
  private static double[] patches(int rank) {
    Random random = new Random(3);
    double[] turn = random.doubles((long) rank * D, -1, 1).toArray();
    double[] patches = new double[PATCHES * D];
    for (int i = 0; i < PATCHES; i++) {
      for (int h = 0; h < rank; h++) {
        double value = random.nextGaussian() / (h + 1);
        for (int k = 0; k < D; k++) {
          patches[i * D + k] += value * turn[h * D + k];
        }
      }
      for (int k = 0; k < D; k++) {
        patches[i * D + k] += 100 + k;
      }
    }
    return patches;
  }

  private static PatchCovariance covariance(double[] patches) {
    PatchCovariance covariance = new PatchCovariance(KERNEL, D);
    covariance.add(patches.clone(), PATCHES);
    return covariance;
  }

  private static double[] naiveMean(double[] patches, int d) {
    double[] mean = new double[d];
    int n = patches.length / d;
    for (int i = 0; i < patches.length; i++) {
      mean[i % d] += patches[i] / n;
    }
    return mean;
  }

  private static double[] naiveCovariance(double[] patches, int d) {
    double[] mean = naiveMean(patches, d);
    double[] covariance = new double[d * d];
    int n = patches.length / d;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        for (int l = 0; l < d; l++) {
          covariance[k * d + l] +=
              (patches[i * d + k] - mean[k]) * (patches[i * d + l] - mean[l]) / n;
        }
      }
    }
    return covariance;
  }

  private static void assertClose(double[] found, double[] expected, double error) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(error));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 128, PATCHES})
  void groupsOfAnySizeGiveTheCovarianceOfAllPatches(int group) {
    double[] patches = patches(D);
    PatchCovariance covariance = new PatchCovariance(KERNEL, D);
    for (int i = 0; i < PATCHES; i += group) {
      int rows = Math.min(group, PATCHES - i);
      double[] some = new double[group * D];
      System.arraycopy(patches, i * D, some, 0, rows * D);
      covariance.add(some, rows);
    }

    assertThat(covariance.count()).isEqualTo(PATCHES);
    assertClose(covariance.mean(), naiveMean(patches, D), 1e-11);
    assertClose(covariance.covariance(), naiveCovariance(patches, D), 1e-11);
  }

  @ParameterizedTest
  @ValueSource(ints = {D, 4, 1})
  void withoutEpsilonTheMeanIsZeroAndTheCovarianceTheIdentity(int kept) {
    double[] patches = patches(D);
    Whitening whitening = Whitening.of(covariance(patches), KERNEL, OptionalInt.of(kept), 0);

    double[] whitened = whitening.apply(KERNEL, patches, PATCHES);

    assertThat(whitening.components()).isEqualTo(kept);
    assertClose(naiveMean(whitened, kept), new double[kept], 1e-10);
    double[] identity = new double[kept * kept];
    for (int k = 0; k < kept; k++) {
      identity[k * kept + k] = 1;
    }
    assertClose(naiveCovariance(whitened, kept), identity, 1e-9);
  }

  /**
   * Whatever the directions, z^T z = (x - m)^T (C + epsilon I)^{-1} (x - m) where all are kept:
   * here by Gaussian elimination.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 3})
  void lengthsAreThoseOfTheMahalanobisDistance(double epsilon) {
    double[] patches = patches(D);
    Whitening whitening = Whitening.of(covariance(patches), KERNEL, OptionalInt.empty(), epsilon);
    double[] whitened = whitening.apply(KERNEL, patches, PATCHES);
    double[] mean = naiveMean(patches, D);

    for (int i = 0; i < 20; i++) {
      double[] regular = naiveCovariance(patches, D);
      double[] x = new double[D];
      double length = 0;
      for (int k = 0; k < D; k++) {
        regular[k * D + k] += epsilon;
        x[k] = patches[i * D + k] - mean[k];
        length += whitened[i * D + k] * whitened[i * D + k];
      }
      double[] solved = solve(regular, x);
      double expected = 0;
      for (int k = 0; k < D; k++) {
        expected += x[k] * solved[k];
      }
      assertThat(length).isCloseTo(expected, within(1e-8 * expected));
    }
  }

  private static double[] solve(double[] a, double[] b) {
    double[] x = b.clone();
    for (int p = 0; p < D; p++) {
      for (int i = p + 1; i < D; i++) {
        double factor = a[i * D + p] / a[p * D + p];
        for (int j = p; j < D; j++) {
          a[i * D + j] -= factor * a[p * D + j];
        }
        x[i] -= factor * x[p];
      }
    }
    for (int i = D - 1; i >= 0; i--) {
      for (int j = i + 1; j < D; j++) {
        x[i] -= a[i * D + j] * x[j];
      }
      x[i] /= a[i * D + i];
    }
    return x;
  }

  @Test
  void directionsInWhichPatchesDoNotVaryAreLeftOut() {
    PatchCovariance flat = covariance(patches(2));

    assertThat(Whitening.of(flat, KERNEL, OptionalInt.empty(), 0).components()).isEqualTo(2);
    assertThatThrownBy(() -> Whitening.of(flat, KERNEL, OptionalInt.of(3), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--components 3")
        .hasMessageContaining("500 patches")
        .hasMessageContaining("1 to 2");
    assertThatThrownBy(() -> Whitening.of(flat, KERNEL, OptionalInt.empty(), Double.NaN))
        .hasMessageContaining("--epsilon NaN");
    assertThatThrownBy(() -> Whitening.of(flat, KERNEL, OptionalInt.empty(), -0.1))
        .hasMessageContaining("--epsilon -0.1");
  }

  @Test
  void aFileHoldsTheSameTransformation() throws Exception {
    double[] patches = patches(D);
    Whitening whitening = Whitening.of(covariance(patches), KERNEL, OptionalInt.of(4), 0.01);
    Path file = folder.resolve("w.npz");

    whitening.write(file);

    Whitening read = Whitening.read(file);
    assertThat(read.apply(KERNEL, patches, PATCHES))
        .isEqualTo(whitening.apply(KERNEL, patches, PATCHES));
    assertThat(read.varianceKept()).isEqualTo(whitening.varianceKept()).isBetween(0.9, 1.0);
    assertThat(Npz.read(file).array("matrix").shape().sizes()).containsExactly(4L, (long) D);
  }

  @Test
  void aFileThatIsNoWhiteningIsRefused() throws Exception {
    Path file = folder.resolve("w.npz");
    Files.writeString(file, "no archive");
    assertThatThrownBy(() -> Whitening.read(file)).isInstanceOf(InvalidInputException.class);
    write(file, new double[2], new double[5], new double[2]);
    assertThatThrownBy(() -> Whitening.read(file)).hasMessageContaining("K x d");
    write(file, new double[2], new double[4], new double[3]);
    assertThatThrownBy(() -> Whitening.read(file)).hasMessageContaining("K x d");
    write(file, new double[] {0, Double.NaN}, new double[4], new double[2]);
    assertThatThrownBy(() -> Whitening.read(file)).hasMessageContaining("value 1 of mean is NaN");
    Npz.of(Map.of("mean", StoredArray.of(new double[2], 2))).write(file, Npz.Compression.STORED);
    assertThatThrownBy(() -> Whitening.read(file)).hasMessageContaining("'matrix'");
  }

  private static void write(Path file, double[] mean, double[] matrix, double[] variances) {
    Npz.of(
            Map.of(
                "mean", StoredArray.of(mean, mean.length),
                "matrix", StoredArray.of(matrix, matrix.length),
                "variances", StoredArray.of(variances, variances.length)))
        .write(file, Npz.Compression.STORED);
  }

  private static GivenImages images(ImageShape shape, int given, int count) {
    float[] pixels = new float[given * shape.size()];
    Random random = new Random(4);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return new GivenImages(shape, pixels, count);
  }

  @Test
  void fewPatchesAreAllInTheSample() {
    GivenImages images = images(new ImageShape(1, 4, 4), 30, 30);
    float[] some = new float[10 * 16];
    images.read(5, 15, some);
    float[] tokens = new PatchTokenizer(images.shape(), 2).tokens(some, 10);
    double[] patches = new double[tokens.length];
    for (int i = 0; i < patches.length; i++) {
      patches[i] = tokens[i];
    }

    PatchCovariance sample = new PatchSample(images, 5, 15, 2, 1).covariance(KERNEL);

    assertThat(sample.count()).isEqualTo(40);
    assertClose(sample.mean(), naiveMean(patches, 4), 1e-12);
    assertClose(sample.covariance(), naiveCovariance(patches, 4), 1e-12);
  }

  @Test
  void theSampleIsBoundedAndChosenByItsSeed() {
    GivenImages many = images(new ImageShape(1, 2, 2), 977, 25_000);
    PatchCovariance first = new PatchSample(many, 0, 25_000, 1, 1).covariance(KERNEL);
    assertThat(many.reads().get()).isEqualTo(PatchSample.MOST_IMAGES);
    assertThat(first.count()).isEqualTo(4L * PatchSample.MOST_IMAGES);
    PatchCovariance again = new PatchSample(many, 0, 25_000, 1, 1).covariance(KERNEL);
    PatchCovariance other = new PatchSample(many, 0, 25_000, 1, 2).covariance(KERNEL);
    assertThat(again.covariance()).isEqualTo(first.covariance());
    assertThat(other.covariance()).isNotEqualTo(first.covariance());
    assertThat(first.mean()[0]).isCloseTo(0.5, within(0.02));

    GivenImages large = images(new ImageShape(1, 300, 300), 2, 10);
    PatchCovariance few = new PatchSample(large, 0, 10, 1, 1).covariance(KERNEL);
    assertThat(few.count()).isEqualTo(PatchSample.MOST_PATCHES);
  }

  @Test
  void patchesThatAreTooLargeOrAllEqualAreRefused() {
    GivenImages large = images(new ImageShape(3, 64, 64), 1, 2);
    assertThatThrownBy(() -> new PatchSample(large, 0, 2, 64, 1).covariance(KERNEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("12288 values")
        .hasMessageContaining("--patch");

    GivenImages grey = new GivenImages(new ImageShape(1, 4, 4), new float[16], 5);
    assertThatThrownBy(() -> new PatchSample(grey, 0, 5, 2, 1).whitening(OptionalInt.empty(), 0.01))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("20 patches")
        .hasMessageContaining("all equal");
  }
}
