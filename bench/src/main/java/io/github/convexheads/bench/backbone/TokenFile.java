package io.github.convexheads.bench.backbone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.format.BoundedFile;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.NpyWriter;
import io.github.convexheads.api.internal.format.Shape;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.images.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Tokens of images in an NPY file, with a JSON file beside it that says how they were made; a model
 * that is fitted on the file takes that over.
 */
public final class TokenFile {
  private static final String CONTENT = "sha256";
  private static final int MOST_BYTES = 1 << 24;

  /** What float16 rounds to its largest value, and not to infinity. */
  private static final float LARGEST_HALF = 65519.996f;

  /** Below it, float16 has fewer than eleven bits. */
  private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private TokenFile() {}

  /**
   * Writes the tokens of images batch by batch, so that memory does not grow with their number;
   * completely or not at all.
   *
   * @param file the NPY file
   * @param source the images
   * @param from first image
   * @param to one after the last
   * @param recipe how they become tokens
   * @param tokenizer what {@link TokenRecipe#open} gave
   * @param batch images at once
   * @param done hears how many images are done
   */
  public static void write(
      Path file,
      ImageSource source,
      int from,
      int to,
      TokenRecipe recipe,
      Tokenizer tokenizer,
      int batch,
      IntConsumer done) {
    TokenShape shape = tokenizer.shape();
    Shape whole = Shape.of(to - from, shape.tokens(), shape.features());
    int most = Math.min(batch, to - from);
    float[] pixels = new float[Math.multiplyExact(most, source.shape().size())];
    try (NpyWriter writer = NpyWriter.open(file, recipe.elementType(), whole)) {
      for (int i = from; i < to; i += batch) {
        int end = (int) Math.min(to, (long) i + batch);
        source.read(i, end, pixels);
        recipe.pixels().normalise(pixels, end - i);
        float[] tokens = tokenizer.tokens(pixels, end - i);
        requireHeld(tokens, i, shape, recipe);
        writer.append(tokens);
        done.accept(end - from);
      }
      writer.commit();
    }
  }

  /** Fails unless the element type holds the tokens: in range, and with their digits. */
  private static void requireHeld(float[] tokens, int first, TokenShape shape, TokenRecipe recipe) {
    requireFinite(tokens, first, shape, recipe);
    if (recipe.elementType() != ElementType.FLOAT16) {
      return;
    }
    for (int from = 0; from < tokens.length; from += shape.size()) {
      float largest = 0;
      for (int i = from; i < from + shape.size(); i++) {
        largest = Math.max(largest, Math.abs(tokens[i]));
      }
      if (largest > 0 && largest < SMALLEST_NORMAL_HALF) {
        throw new InvalidInputException(
            "no value of the tokens of image %d is larger than %s, which float16 does not hold with"
                    .formatted(first + from / shape.size(), largest)
                + " its digits; take --type float32");
      }
    }
  }

  private static void requireFinite(
      float[] tokens, int first, TokenShape shape, TokenRecipe recipe) {
    float most = recipe.elementType() == ElementType.FLOAT16 ? LARGEST_HALF : Float.MAX_VALUE;
    for (int i = 0; i < tokens.length; i++) {
      if (!(Math.abs(tokens[i]) <= most)) {
        throw new InvalidInputException(
            "token %s of image %s %s"
                .formatted(
                    i % shape.size() / shape.features(),
                    first + i / shape.size(),
                    unusable(tokens[i], recipe)));
      }
    }
  }

  private static String unusable(float value, TokenRecipe recipe) {
    if (Float.isFinite(value)) {
      return "has the value %s, which %s cannot hold; take --type float32"
          .formatted(value, recipe.type());
    }
    return "%s; every value of a token must be finite: look at the image, and at what the backbone makes of it"
        .formatted(Float.isNaN(value) ? "holds NaN, which is no number" : "is infinite");
  }

  /**
   * Writes beside a token file how it was made.
   *
   * @param file the NPY file
   * @param recipe how
   * @param classes what the labels of the images are called
   */
  public static void record(Path file, TokenRecipe recipe, RecordedClasses classes) {
    Map<String, String> facts = new TreeMap<>(recipe.asMap());
    classes.addTo(facts);
    facts.put(CONTENT, FileHash.of(file));
    try {
      byte[] json = MAPPER.writeValueAsBytes(facts);
      AtomicFile.write(beside(file), stream -> stream.write(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe can always be written", e);
    }
  }

  /**
   * Returns how the tokens of a file were made, where that is known.
   *
   * @param file the file of tokens
   * @return the facts of the JSON file beside it; empty where there is none
   * @throws InvalidInputException if the JSON file belongs to other tokens or cannot be read
   */
  public static Map<String, String> made(Path file) {
    Map<String, String> facts = facts(file);
    if (facts.isEmpty()) {
      return facts;
    }
    if (!FileHash.of(file).equals(facts.get(CONTENT))) {
      throw new InvalidInputException(
          "%s describes other tokens than those in %s; delete it, or make both again"
              .formatted(beside(file), file));
    }
    return about(file, () -> TokenRecipe.of(facts).asMap());
  }

  /**
   * Returns what the labels of the samples of a file are called, where that is known.
   *
   * @param file the file of tokens
   * @return the names in the JSON file beside it
   * @throws InvalidInputException if the JSON file cannot be read
   */
  public static RecordedClasses classes(Path file) {
    return about(file, () -> RecordedClasses.of(facts(file)));
  }

  private static <T> T about(Path file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(beside(file).toString())
          ? e
          : new InvalidInputException(beside(file) + ": " + e.getMessage(), e);
    }
  }

  /** The facts beside a file, text by key; none where there is no such file. */
  private static Map<String, String> facts(Path file) {
    Path beside = beside(file);
    if (!Files.exists(beside)) {
      return Map.of();
    }
    Map<String, String> facts = new TreeMap<>();
    try {
      JsonNode record = MAPPER.readTree(BoundedFile.bytes(beside, MOST_BYTES));
      record.properties().forEach(fact -> facts.put(fact.getKey(), text(fact.getValue())));
    } catch (IOException e) {
      facts.clear(); // refused below, as everything that is no object of texts
    }
    if (facts.isEmpty() || facts.containsValue(null)) {
      throw new InvalidInputException(
          beside + " does not say how tokens were made; delete it to go on without");
    }
    return facts;
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : null;
  }

  /**
   * Returns a head that records how its tokens were made.
   *
   * @param head the head
   * @param made what {@link #made(Path)} gave before the fit
   * @return the head with these facts in its provenance
   */
  public static FittedHead recorded(FittedHead head, Map<String, String> made) {
    Provenance provenance = head.provenance();
    for (Map.Entry<String, String> fact : made.entrySet()) {
      provenance = provenance.with(fact.getKey(), fact.getValue());
    }
    return head.withProvenance(provenance);
  }

  /**
   * Returns the JSON file of a token file.
   *
   * @param file the NPY file
   * @return its name with {@code .json} behind
   */
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".json");
  }
}
