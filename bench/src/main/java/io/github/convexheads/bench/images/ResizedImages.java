package io.github.convexheads.bench.images;

import java.util.Arrays;
import java.util.List;

/** Another source's images, resized by {@link TriangleFilter}. */
record ResizedImages(ImageSource source, ImageShape shape) implements ImageSource {

  static ImageSource of(ImageSource source, int height, int width) {
    ImageShape shape = new ImageShape(source.shape().channels(), height, width);
    return shape.equals(source.shape()) ? source : new ResizedImages(source, shape);
  }

  @Override
  public int count() {
    return source.count();
  }

  @Override
  public int[] labels() {
    return source.labels();
  }

  @Override
  public String id(int index) {
    return source.id(index);
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }

  @Override
  public void read(int from, int to, float[] into) {
    ImageShape own = source.shape();
    float[] image = new float[own.size()];
    int plane = own.height() * own.width();
    int resized = shape.height() * shape.width();
    for (int i = from; i < to; i++) {
      source.read(i, i + 1, image);
      for (int c = 0; c < own.channels(); c++) {
        float[] one = Arrays.copyOfRange(image, c * plane, (c + 1) * plane);
        float[] other =
            TriangleFilter.resize(one, own.height(), own.width(), shape.height(), shape.width());
        System.arraycopy(other, 0, into, ((i - from) * own.channels() + c) * resized, resized);
      }
    }
  }
}
