package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageShape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What the tokens of an image depend on besides the image: on chance, as where dropout was left in
 * the graph, or on the images that are fed with it, as where activations are quantised by the range
 * of the whole batch or batches are normalised as in training. Found with images of random pixels.
 *
 * @param onOthers by how much tokens change with the images beside it, as a share of the largest
 */
record TokenDependence(double onOthers) {
  /** What rounding may change, as a share of the largest value; float16 has 2^-11. */
  private static final double ROUNDING = 1e-3;

  private static final long SEED = 1;

  /**
   * The first image is of a smaller range than those beside it, as dynamic quantisation notices.
   */
  private static final float DARK = 0.25f;

  /** Gives the tokens of {@code count} images. */
  interface Backbone {
    float[] tokens(float[] images, int count);
  }

  /**
   * Feeds the same image twice, and once beside others.
   *
   * @param backbone what gives tokens
   * @param images the shape of images
   * @param batch the number of images that it takes at once; 0 for any
   * @throws InvalidInputException if the same image gets other tokens, or a batch of several must
   *     be fed whose tokens depend on one another
   */
  static TokenDependence of(Backbone backbone, ImageShape images, int batch) {
    Random random = new Random(SEED);
    int alone = Math.max(1, batch);
    int several = Math.max(2, batch);
    float[] beside = new float[Math.multiplyExact(several, images.size())];
    for (int i = 0; i < beside.length; i++) {
      beside[i] = random.nextFloat() * (i < images.size() ? DARK : 1);
    }
    float[] one = Arrays.copyOf(Arrays.copyOf(beside, images.size()), alone * images.size());
    float[] first = backbone.tokens(one, alone);
    int size = first.length / alone;
    double byChance = difference(first, backbone.tokens(one, alone), size);
    if (byChance > ROUNDING) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "the same image gets other tokens each time, by up to %.2g of the largest; export the graph for inference, without dropout and other random operators",
              byChance));
    }
    if (batch == 1) {
      return new TokenDependence(0);
    }
    double onOthers = difference(first, backbone.tokens(beside, several), size);
    if (batch > 1 && onOthers > ROUNDING) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "it takes %d images at once, and the tokens of one depend on the others, by up to %.2g of the largest; export the graph with a batch of 1",
              batch,
              onOthers));
    }
    return new TokenDependence(onOthers);
  }

  private static double difference(float[] tokens, float[] others, int size) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < size; i++) {
      largest = Math.max(largest, Math.max(Math.abs(tokens[i]), Math.abs(others[i])));
      double change = Math.abs(tokens[i] - others[i]);
      difference = change > difference ? change : difference; // NaN is refused where it is written
    }
    return difference > 0 ? difference / largest : 0;
  }

  /** Whether images must be fed one at a time, so that each always has the same tokens. */
  boolean isThere() {
    return onOthers > ROUNDING;
  }

  /** What to say of it; empty where there is nothing. */
  String text() {
    return isThere()
        ? String.format(
            Locale.ROOT,
            "tokens of an image depend on those fed with it, by up to %.2g of the largest, as with dynamic quantisation, or batch normalisation as in training; images are fed one at a time",
            onOthers)
        : "";
  }
}
