package io.github.convexheads.bench.explain;

import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Optional;

/**
 * What a report may show of the data.
 *
 * @param tokens raw tokens of n samples; null without data
 * @param targets their targets; null where they are not known
 * @param names the names of the classes; empty where they have none
 * @param pictures their images, if they are known
 * @param masks for every sample and token whether it belongs to the shape; empty where not known
 * @param source where they come from, in words
 */
public record Samples(
    Tokens tokens,
    Targets targets,
    List<String> names,
    Optional<Pictures> pictures,
    List<int[]> masks,
    String source) {
  /** No data at all. */
  public static final Samples NONE =
      new Samples(null, null, List.of(), Optional.empty(), List.of(), "");

  /** Copies the lists. */
  public Samples {
    names = List.copyOf(names);
    masks = List.copyOf(masks);
  }

  /**
   * Returns these samples with other names of classes.
   *
   * @param others the names
   * @return the samples
   */
  public Samples withNames(List<String> others) {
    return new Samples(tokens, targets, others, pictures, masks, source);
  }

  /** Returns the name of a class, or its number. */
  String name(int label) {
    return label < names.size() ? names.get(label) : Integer.toString(label);
  }
}
