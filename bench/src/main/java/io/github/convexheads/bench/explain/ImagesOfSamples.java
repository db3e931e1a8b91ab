package io.github.convexheads.bench.explain;

import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.bench.images.ImageSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The images of token samples, and what their folders say of the samples' classes.
 *
 * @param source all images
 * @param from the image of the first sample
 */
public record ImagesOfSamples(ImageSource source, int from) {

  /**
   * Returns the images by sample.
   *
   * @return what reads them
   */
  public Pictures pictures() {
    return new Pictures(
        source.shape(),
        sample -> {
          float[] one = new float[source.shape().size()];
          source.read(from + sample, from + sample + 1, one);
          return one;
        });
  }

  /**
   * Says in what the classes of the images are not those of the samples, and their names not those
   * of the outputs.
   *
   * @param head the head
   * @param samples its samples
   * @return a warning; empty where they agree or nothing is known
   */
  public Optional<String> difference(FittedHead head, Samples samples) {
    List<String> classes = source.classNames();
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    if (classes.size() != head.outputs()) {
      return Optional.of(
          "the images are of %s classes, the model has %s outputs: names of the images' classes are left out"
              .formatted(classes.size(), head.outputs()));
    }
    List<String> named = head.classNames().isEmpty() ? classes : head.classNames();
    if (!(samples.targets() instanceof ClassLabels labels) || labels.positions() > 1) {
      return Optional.empty();
    }
    int[] kept = source.labels();
    int[] others =
        IntStream.range(0, labels.samples())
            .filter(i -> labels.label(i) != ClassLabels.IGNORED)
            .filter(i -> !named.get(labels.label(i)).equals(classes.get(kept[from + i])))
            .toArray();
    return others.length == 0
        ? Optional.empty()
        : Optional.of(
            "warning: %s of %s images are of another class than the label of their sample, the first is %s: they may be those of other samples, and names of their classes are left out"
                .formatted(others.length, labels.samples(), source.id(from + others[0])));
  }
}
