package io.github.convexheads.bench.backbone;

import io.github.convexheads.bench.images.ImageShape;
import io.github.convexheads.bench.images.ImageSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images in memory, which may repeat, and how often one was read.
 *
 * @param shape their shape
 * @param pixels some images
 * @param count n; image i is image i modulo the given ones
 * @param reads counts images that were read
 */
record GivenImages(ImageShape shape, float[] pixels, int count, AtomicInteger reads)
    implements ImageSource {

  GivenImages(ImageShape shape, float[] pixels, int count) {
    this(shape, pixels, count, new AtomicInteger());
  }

  @Override
  public void read(int from, int to, float[] into) {
    for (int i = from; i < to; i++) {
      reads.incrementAndGet();
      int at = i % (pixels.length / shape.size()) * shape.size();
      System.arraycopy(pixels, at, into, (i - from) * shape.size(), shape.size());
    }
  }

  @Override
  public int[] labels() {
    return new int[0];
  }
}
