package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Resizing against its definition and against Pillow. */
class TriangleFilterTest {
  private static final float[] ROW = {0, 10, 200, 30, 90, 255, 7};

  /** What Pillow 12.3 gives for {@code Image.fromarray(ROW, 'F').resize((w, 1), BILINEAR)}. */
  @Test
  void rowsAreResizedAsPillowDoesIt() {
    assertClose(TriangleFilter.resize(ROW, 1, 7, 1, 3), 47.142857, 96.176468, 131.071427);
    assertClose(TriangleFilter.resize(ROW, 1, 7, 1, 4), 13.8095235, 114.4, 106.2, 117.2380981);
    assertClose(
        TriangleFilter.resize(ROW, 1, 7, 1, 10),
        0,
        5.5,
        57.5,
        190.5,
        89.5,
        51,
        98.25,
        213.75,
        143.4,
        7);
    assertClose(TriangleFilter.resize(ROW, 1, 7, 1, 1), 89.2702703);
  }

  private static void assertClose(float[] found, double... expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(2e-5));
    }
  }

  @Test
  void anEqualSizeChangesNothing() {
    assertThat(TriangleFilter.resize(ROW, 1, 7, 1, 7)).isSameAs(ROW);
  }

  @Test
  void aCheckerboardBecomesGreyAndAConstantStaysItself() {
    float[] board = new float[256 * 256];
    for (int i = 0; i < board.length; i++) {
      board[i] = (i / 256 + i % 256) % 2;
    }
    float[] white = new float[256 * 256];
    Arrays.fill(white, 1);

    for (float value : TriangleFilter.resize(board, 256, 256, 32, 32)) {
      assertThat(value).isCloseTo(0.5f, within(2e-3f));
    }
    assertThat(TriangleFilter.resize(white, 256, 256, 31, 47)).containsOnly(1f);
  }

  @Test
  void bothDirectionsFollowTheDefinition() {
    Random random = new Random(4);
    for (int[] size : new int[][] {{5, 9, 3, 4}, {6, 4, 13, 9}, {1, 8, 4, 1}, {7, 7, 1, 10}}) {
      float[] plane = new float[size[0] * size[1]];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = random.nextFloat();
      }
      float[] found = TriangleFilter.resize(plane, size[0], size[1], size[2], size[3]);
      for (int y = 0; y < size[2]; y++) {
        for (int x = 0; x < size[3]; x++) {
          assertThat(found[y * size[3] + x])
              .isCloseTo((float) defined(plane, size, y, x), within(1e-6f));
        }
      }
    }
  }

  private static double defined(float[] plane, int[] size, int y, int x) {
    double sum = 0;
    double weights = 0;
    for (int r = 0; r < size[0]; r++) {
      for (int c = 0; c < size[1]; c++) {
        double w = weight(r, y, size[0], size[2]) * weight(c, x, size[1], size[3]);
        sum += w * plane[r * size[1] + c];
        weights += w;
      }
    }
    return sum / weights;
  }

  private static double weight(int k, int i, int n, int m) {
    double ratio = (double) n / m;
    return Math.max(0, 1 - Math.abs(k + 0.5 - (i + 0.5) * ratio) / Math.max(1, ratio));
  }
}
