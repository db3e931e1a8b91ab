package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import io.github.convexheads.api.internal.format.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How images became tokens, so that other images can become tokens in the same way.
 *
 * @param backbone how the backbone is used; without one, tokens are patches
 * @param patch pixels along a side of a patch; of no matter with a backbone
 * @param whitening SHA-256 of the whitening of patches; empty without
 * @param cell tokens along a side of the cells that are averaged; 1 for none
 * @param pixels what images look like before
 * @param type float16 or float32, in which tokens are stored
 */
public record TokenRecipe(
    BackboneUse backbone, int patch, String whitening, int cell, PixelForm pixels, String type) {
  private static final long MOST_WHITENING_BYTES = 1L << 32;
  private static final String PREFIX = "tokens.";
  private static final String OUTPUT = PREFIX + "output";
  private static final String DROP = PREFIX + "drop-tokens";
  private static final String LAYOUT = PREFIX + "layout";
  private static final String OUTPUT_LAYOUT = PREFIX + "output-layout";
  private static final String CONSTANTS = PREFIX + "constants";
  private static final String PATCH = PREFIX + "patch";
  private static final String WHITENING = PREFIX + "whitening";
  private static final String CELL = PREFIX + "cell";
  private static final String TYPE = PREFIX + "type";

  /** A key that is in every record of how tokens were made. */
  public static final String RECORD = PREFIX + "backbone";

  /** Checks the element type and that only plain patches are whitened. */
  public TokenRecipe {
    if (!whitening.isEmpty()) {
      requirePlainPatches(backbone, pixels);
    }
    if (!List.of("float16", "float32").contains(type)) {
      throw new InvalidInputException(
          "--type " + type + " is not allowed; allowed: float16, float32");
    }
  }

  private static void requirePlainPatches(BackboneUse backbone, PixelForm pixels) {
    requirePatches(backbone.isThere());
    if (!pixels.isUnchanged()) {
      throw new InvalidInputException(
          "a whitening subtracts the mean and scales by itself; leave out --mean and --deviation");
    }
  }

  /**
   * Fails where the tokens of a backbone are to be whitened.
   *
   * @param backbone whether there is one
   * @throws InvalidInputException if there is
   */
  public static void requirePatches(boolean backbone) {
    if (backbone) {
      throw new InvalidInputException(
          "a whitening is of patches, not of the tokens of a backbone; leave out --backbone, or"
              + " --whiten and --whitening");
    }
  }

  /**
   * Returns the same recipe with patches whitened.
   *
   * @param hash SHA-256 of the whitening
   * @return the recipe
   * @throws InvalidInputException if tokens are no plain patches
   */
  public TokenRecipe whitened(String hash) {
    return new TokenRecipe(backbone, patch, hash, cell, pixels, type);
  }

  /**
   * Returns the facts that a model records.
   *
   * @return text by key
   */
  public Map<String, String> asMap() {
    Map<String, String> map = new TreeMap<>();
    map.put(RECORD, backbone.hash());
    map.put(OUTPUT, backbone.output());
    map.put(DROP, Integer.toString(backbone.dropTokens()));
    map.put(LAYOUT, backbone.layout());
    map.put(OUTPUT_LAYOUT, backbone.outputLayout());
    map.put(CONSTANTS, backbone.constantsText());
    map.put(PATCH, Integer.toString(patch));
    if (!whitening.isEmpty()) {
      map.put(WHITENING, whitening);
    }
    map.put(CELL, Integer.toString(cell));
    map.put(TYPE, type);
    pixels.addTo(map, PREFIX);
    return map;
  }

  /**
   * Reads the facts that a model recorded.
   *
   * @param map text by key, which may hold others
   * @return the recipe
   * @throws InvalidInputException if the model does not know how its tokens were made
   */
  public static TokenRecipe of(Map<String, String> map) {
    if (!map.containsKey(RECORD)) {
      throw new InvalidInputException(
          "this model does not record how its tokens were made, so it cannot predict from images;"
              + " fit it on a file of the verb tokens with its .json beside it, or give --tokens");
    }
    requireHash(RECORD, map.get(RECORD));
    requireHash(WHITENING, map.getOrDefault(WHITENING, ""));
    try {
      BackboneUse backbone =
          new BackboneUse(
              map.get(RECORD),
              map.get(OUTPUT),
              Integer.parseInt(map.get(DROP)),
              map.get(LAYOUT),
              map.getOrDefault(OUTPUT_LAYOUT, ""),
              BackboneUse.constants(map.get(CONSTANTS)));
      return new TokenRecipe(
          backbone,
          Integer.parseInt(map.get(PATCH)),
          map.getOrDefault(WHITENING, ""),
          Integer.parseInt(map.get(CELL)),
          PixelForm.of(map, PREFIX),
          map.get(TYPE));
    } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
      throw new InvalidInputException(
          "the record of how tokens were made cannot be read: it is damaged, or another version wrote"
              + " it; make the tokens again",
          e);
    }
  }

  private static void requireHash(String key, String recorded) {
    if (recorded == null || !recorded.matches("([0-9a-f]{64})?")) {
      throw new InvalidInputException(
          "the record of how tokens were made says %s = %s, which is no SHA-256; make the tokens again"
              .formatted(key, recorded));
    }
  }

  /**
   * Returns the hash by which a backbone is recorded.
   *
   * @param file the backbone; null for none
   * @return SHA-256 of the graph and of every file that it names, or the empty text
   */
  public static String backboneHash(Path file) {
    return file == null ? "" : BackboneFiles.hash(file);
  }

  /**
   * Returns the files that a backbone needs besides its graph.
   *
   * @param graph the backbone
   * @return the files that it names for its weights, whether they are there or not
   * @throws InvalidInputException if it is no ONNX graph
   */
  public static List<Path> backboneFiles(Path graph) {
    return BackboneFiles.named(graph).keySet().stream().map(graph::resolveSibling).toList();
  }

  /**
   * Returns the hash by which a whitening is recorded.
   *
   * @param file the whitening; null for none
   * @return SHA-256, or the empty text
   */
  public static String whiteningHash(Path file) {
    if (file == null) {
      return "";
    }
    BoundedFile.requireAtMost(file, MOST_WHITENING_BYTES);
    return FileHash.of(file);
  }

  /**
   * Opens what makes the tokens.
   *
   * @param file the backbone; null for patches
   * @param white the whitening of patches; null for none
   * @return to be closed
   * @throws InvalidInputException if it is not the recorded backbone or whitening
   */
  public Tokenizer open(Path file, Path white) {
    requireGiven(
        "backbone",
        file,
        backbone.hash(),
        "these tokens come from a backbone",
        "these tokens are patches without a backbone");
    requireGiven(
        "whitening",
        white,
        whitening,
        "these tokens were whitened",
        "these tokens were not whitened");
    requireSame("backbone", file, backboneHash(file), backbone.hash());
    requireSame("whitening", white, whiteningHash(white), whitening);
    Tokenizer plain = file == null ? patches(white) : backbone(file);
    return cell == 1 ? plain : new TokenPooling(plain, cell);
  }

  private Tokenizer backbone(Path file) {
    OnnxBackbone opened = OnnxBackbone.open(file, backbone, pixels.shape());
    if (opened.takesBytes() && !pixels.isUnchanged()) {
      opened.close();
      throw new InvalidInputException(
          "backbone %s takes bytes 0..255; leave out --mean and --deviation".formatted(file));
    }
    return opened;
  }

  private Tokenizer patches(Path white) {
    PatchTokenizer patches = new PatchTokenizer(pixels.shape(), patch);
    return white == null ? patches : new WhitenedPatches(patches, Whitening.read(white));
  }

  private static void requireGiven(
      String what, Path file, String recorded, String with, String without) {
    if (file == null && !recorded.isEmpty()) {
      throw new InvalidInputException(
          "%s; give it as --%s FILE (SHA-256 %s)".formatted(with, what, recorded));
    }
    if (file != null && recorded.isEmpty()) {
      throw new InvalidInputException("%s; leave out --%s %s".formatted(without, what, file));
    }
  }

  private static void requireSame(String what, Path file, String found, String recorded) {
    if (!found.equals(recorded)) {
      String whole = what.equals("backbone") ? " (of the graph and the files that it names)" : "";
      throw new InvalidInputException(
          "%s is not the recorded %s: its SHA-256 is %s, recorded is %s%s"
              .formatted(file, what, found, recorded, whole));
    }
  }

  ElementType elementType() {
    return type.equals("float16") ? ElementType.FLOAT16 : ElementType.FLOAT32;
  }
}
