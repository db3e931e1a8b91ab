package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.images.ImageShape;

/**
 * Plain patches: a token holds the pixels of a square, channel by channel.
 *
 * @param image the shape of the images
 * @param patch pixels along a side of a patch
 */
record PatchTokenizer(ImageShape image, int patch) implements Tokenizer {

  /** Checks that patches divide the image. */
  public PatchTokenizer {
    if (patch < 1 || image.height() % patch != 0 || image.width() % patch != 0) {
      throw new InvalidInputException(
          "patches of %d x %d do not divide images of %s".formatted(patch, patch, image));
    }
  }

  @Override
  public TokenShape shape() {
    return new TokenShape(
        image.height() / patch * (image.width() / patch), image.channels() * patch * patch);
  }

  @Override
  public float[] tokens(float[] images, int count) {
    float[] tokens = new float[count * image.size()];
    int across = image.width() / patch;
    int to = 0;
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < shape().tokens(); t++) {
        for (int channel = 0; channel < image.channels(); channel++) {
          for (int y = 0; y < patch; y++) {
            int row = (i * image.channels() + channel) * image.height() + t / across * patch + y;
            System.arraycopy(images, row * image.width() + t % across * patch, tokens, to, patch);
            to += patch;
          }
        }
      }
    }
    return tokens;
  }
}
