package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.token.TokenShape;

/** Patches that are whitened, image by image, so that batches of any size give the same tokens. */
final class WhitenedPatches implements Tokenizer {
  private final PatchTokenizer patches;
  private final Whitening whitening;
  private final Kernel kernel = Kernels.best();

  WhitenedPatches(PatchTokenizer patches, Whitening whitening) {
    int d = patches.shape().features();
    if (whitening.size() != d) {
      throw new InvalidInputException(
          "this whitening is of patches of %d values, but patches of %d x %d pixels of images of %s have"
                  .formatted(whitening.size(), patches.patch(), patches.patch(), patches.image())
              + " %d; give the --patch that it was estimated with".formatted(d));
    }
    this.patches = patches;
    this.whitening = whitening;
  }

  @Override
  public TokenShape shape() {
    return new TokenShape(patches.shape().tokens(), whitening.components());
  }

  @Override
  public float[] tokens(float[] images, int count) {
    float[] plain = patches.tokens(images, count);
    float[] tokens = new float[count * shape().size()];
    int size = patches.shape().size();
    double[] image = new double[size];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < size; k++) {
        image[k] = plain[i * size + k];
      }
      double[] whitened = whitening.apply(kernel, image, patches.shape().tokens());
      for (int k = 0; k < whitened.length; k++) {
        tokens[i * whitened.length + k] = (float) whitened[k];
      }
    }
    return tokens;
  }
}
