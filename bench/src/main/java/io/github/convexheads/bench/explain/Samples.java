package io.github.convexheads.bench.explain;

import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.images.ImageShape;
import java.util.List;

/**
 * What a report may show of the data.
 *
 * @param tokens raw tokens of n samples; null without data
 * @param targets their targets; null where they are not known
 * @param names the names of the classes; empty where they have none
 * @param pictures the images of the first samples, channels x height x width each; may be empty
 * @param shape the shape of the images; null without images
 * @param masks for every sample and token whether it belongs to the shape; empty where not known
 */
public record Samples(
    Tokens tokens,
    Targets targets,
    List<String> names,
    List<float[]> pictures,
    ImageShape shape,
    List<int[]> masks) {
  /** No data at all. */
  public static final Samples NONE = new Samples(null, null, List.of(), List.of(), null, List.of());

  /** Copies the lists. */
  public Samples {
    names = List.copyOf(names);
    pictures = List.copyOf(pictures);
    masks = List.copyOf(masks);
  }

  /** Returns the name of a class, or its number. */
  String name(int label) {
    return label < names.size() ? names.get(label) : Integer.toString(label);
  }
}
