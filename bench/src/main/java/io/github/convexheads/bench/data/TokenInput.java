package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.StoredTokens;
import io.github.convexheads.api.internal.data.TokenLayout;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.RecordedClasses;
import io.github.convexheads.bench.backbone.TokenFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Files of tokens.
 *
 * @param sources the arrays, whose samples follow one another
 * @param layout how the values of a sample are kept, {@code nsd} or {@code nds}; the first where it
 *     is not said
 * @param dropped how many tokens at the start of every sample are left out
 */
public record TokenInput(List<ArraySource> sources, Optional<String> layout, int dropped) {
  /** The further fact of a model with the options with which its tokens were taken. */
  private static final String TAKEN = "tokens-taken";

  private static final int MAPS = 4;

  /** Copies the list. */
  public TokenInput {
    sources = List.copyOf(sources);
  }

  /**
   * Opens the tokens; large ones are mapped and read whenever they are asked for.
   *
   * @return the tokens
   * @throws InvalidInputException if a file is missing, damaged or no array of tokens, or samples
   *     of two files have different shapes
   */
  public Tokens read() {
    TokenLayout order = order();
    List<StoredArray> arrays =
        sources.stream()
            .map(source -> source.open(ArrayUse.TOKENS))
            .map(FileArray::numbers)
            .toList();
    for (StoredArray array : arrays) {
      if (array.shape().rank() == MAPS && layout.isEmpty()) {
        throw new InvalidInputException(
            "%s has shape %s; say --layout nsd if the features come last (n x h x w x d), or --layout nds if they come first (n x d x h x w)"
                .formatted(array.name(), array.shape()));
      }
    }
    return StoredTokens.read(arrays, order, dropped);
  }

  /**
   * Says whether a sample is kept as d x s.
   *
   * @return true with {@code nds}
   * @throws InvalidInputException if the layout is none
   */
  public boolean featuresFirst() {
    return order() == TokenLayout.NDS;
  }

  private TokenLayout order() {
    String asked = layout.orElse("nsd");
    try {
      return TokenLayout.valueOf(asked.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "--layout %s is not allowed; allowed: nsd, nds".formatted(asked), e);
    }
  }

  /**
   * Fails unless tokens have the shape that a head takes.
   *
   * @param found the shape of samples as they were read
   * @param head the head
   * @throws InvalidInputException if they differ; says with which options the head was fitted
   */
  public void requireShape(TokenShape found, FittedHead head) {
    try {
      head.preprocessing().input().require(found, "this model");
    } catch (InvalidInputException e) {
      String taken = head.provenance().extra().getOrDefault(TAKEN, "");
      String hint =
          taken.isEmpty()
              ? otherwise(found, head.preprocessing().input())
              : "; the model was fitted with " + taken;
      throw hint.isEmpty() ? e : new InvalidInputException(e.getMessage() + hint, e);
    }
  }

  /** What makes tokens of the same values, where there are as many. */
  private String otherwise(TokenShape found, TokenShape needed) {
    if (found.size() != needed.size()) {
      return "";
    }
    if (found.tokens() == 1) {
      return "; a sample has as many values: save them as n x %s x %s, or for Parquet files say --engine-set tokens=%s"
          .formatted(needed.tokens(), needed.features(), needed.tokens());
    }
    return found.tokens() == needed.features() && !featuresFirst()
        ? "; if features come first, say --layout nds"
        : "";
  }

  /** The options that say how samples are taken from files, where they are not the usual ones. */
  private String taken() {
    String order = layout.filter(l -> !l.equals("nsd")).map(l -> "--layout " + l).orElse("");
    String drop = dropped == 0 ? "" : "--drop-tokens " + dropped;
    return (order + " " + drop).strip();
  }

  /**
   * Returns how the tokens were made, where that is known, and with which options they are taken.
   *
   * @return the facts beside the files, the same for all; empty where there are none
   * @throws InvalidInputException if files were made differently, or facts belong to other tokens
   */
  public Map<String, String> made() {
    Map<String, String> facts = new TreeMap<>(recorded());
    if (!taken().isEmpty()) {
      facts.put(TAKEN, taken());
    }
    return facts;
  }

  private Map<String, String> recorded() {
    Map<String, String> first = sources.isEmpty() ? Map.of() : null;
    for (ArraySource source : sources) {
      Map<String, String> facts = source.standardInput() ? Map.of() : TokenFile.made(source.file());
      if (first != null && !first.equals(facts)) {
        throw new InvalidInputException(
            "%s and %s were made in different ways, as the records beside them say (%s, %s)"
                .formatted(
                    sources.get(0),
                    source,
                    TokenFile.beside(sources.get(0).file()),
                    TokenFile.beside(source.file())));
      }
      first = facts;
    }
    return first;
  }

  /**
   * Returns the names of the classes of labels that belong to these tokens, as the records beside
   * the files have them.
   *
   * @param targets one target for every sample of all files
   * @return the names; none unless every file has a record with the same names for just these
   *     labels
   * @throws InvalidInputException if a record is damaged
   */
  public List<String> classNames(Targets targets) {
    List<String> names = sources.isEmpty() ? List.of() : null;
    int from = 0;
    for (ArraySource source : sources) {
      RecordedClasses recorded =
          source.standardInput() ? RecordedClasses.NONE : TokenFile.classes(source.file());
      if (recorded.names().isEmpty() || !(targets instanceof ClassLabels labels)) {
        return List.of();
      }
      int to = sources.size() == 1 ? targets.samples() : from + samples(source);
      boolean theirs =
          to <= targets.samples()
              && recorded.namesOf(labels.select(IntStream.range(from, to).toArray()));
      if (!theirs || (names != null && !names.equals(recorded.names()))) {
        return List.of();
      }
      names = recorded.names();
      from = to;
    }
    return names;
  }

  /**
   * Says whether a record beside every file has names of classes.
   *
   * @return false where some have none
   */
  boolean hasClassNames() {
    return !sources.isEmpty()
        && sources.stream()
            .allMatch(s -> !s.standardInput() && !TokenFile.classes(s.file()).names().isEmpty());
  }

  private static int samples(ArraySource source) {
    return Math.toIntExact(source.open(ArrayUse.TOKENS).numbers().shape().rows());
  }

  /**
   * Names the files in their order.
   *
   * @return for example {@code part1.npy} and {@code part2.npy}
   */
  public List<String> names() {
    return sources.stream().map(ArraySource::toString).toList();
  }
}
