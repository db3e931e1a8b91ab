package io.github.convexheads.bench.explain;

import io.github.convexheads.bench.images.ImageShape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Groups of a sample's tokens that do not come from the head. */
final class References {
  static final String SHAPE = "the shape";
  static final String MIDDLE = "the middle of the image";
  static final String COLOURS = "colours of the image";

  private References() {}

  /** Returns groups by name, the known mask first, as far as they are there for a sample. */
  static Map<String, int[]> of(Samples samples, int i, Map<String, int[]> ways, int s) {
    Map<String, int[]> references = new LinkedHashMap<>();
    int side = (int) Math.round(Math.sqrt(s));
    if (!samples.masks().isEmpty()) {
      references.put(SHAPE, samples.masks().get(i));
    }
    references.put(AttentionGroups.RAW, ways.get(AttentionGroups.RAW));
    boolean whole = s == samples.tokens().shape().tokens();
    if (samples.pictures().isPresent() && whole && side * side == s && side > 1) {
      Pictures pictures = samples.pictures().get();
      float[] image = pictures.read().apply(i);
      references.put(COLOURS, TokenGroups.two(colours(image, pictures.shape(), side), s));
      references.put(MIDDLE, middle(side));
    }
    return references;
  }

  /** 1 for tokens whose centre lies within a quarter of the side of the middle, down and across. */
  static int[] middle(int side) {
    int[] middle = new int[side * side];
    for (int t = 0; t < middle.length; t++) {
      int row = t / side;
      int column = t % side;
      double down = Math.abs((row + 0.5) / side - 0.5);
      double across = Math.abs((column + 0.5) / side - 0.5);
      middle[t] = Math.max(down, across) < 0.25 ? 1 : 0;
    }
    return middle;
  }

  /** The mean of every channel over the pixels of every token's cell, side^2 x channels. */
  static double[] colours(float[] image, ImageShape shape, int side) {
    int channels = shape.channels();
    double[] sums = new double[side * side * channels];
    int[] counts = new int[side * side];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int token = y * side / shape.height() * side + x * side / shape.width();
        counts[token]++;
        for (int c = 0; c < channels; c++) {
          sums[token * channels + c] += image[(c * shape.height() + y) * shape.width() + x];
        }
      }
    }
    for (int k = 0; k < sums.length; k++) {
      sums[k] /= Math.max(1, counts[k / channels]);
    }
    return sums;
  }
}
