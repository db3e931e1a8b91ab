package io.github.convexheads.bench.backbone;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A frozen backbone in an ONNX file: an input of images ({@link ImageInput}), others that are
 * filled with constants ({@link ConstantInputs}), and an output of tokens ({@link TokenOutput}). A
 * graph that takes a fixed number of images gets them in groups of that many, the last filled with
 * black ones.
 */
final class OnnxBackbone implements Tokenizer {
  /** A class token and this many registers at most, less one, stand before a grid. */
  private static final int MOST_LEADING = 9;

  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ImageInput input;
  private final ConstantInputs constants;
  private final TokenOutput output;
  private final int dropped;
  private final TokenDependence dependence;
  private final int group;
  private long nanoseconds;

  private OnnxBackbone(
      Path file, OrtEnvironment environment, OrtSession session, BackboneUse use, ImageShape images)
      throws OrtException {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.input = ImageInput.of(session, images, use.layout());
    this.constants = ConstantInputs.of(session, input.name(), use.constants());
    String name = TokenOutput.choose(session, use.output());
    int count = Math.max(1, input.batch());
    float[] black = new float[Math.multiplyExact(count, images.size())];
    try (OrtSession.Result result = run(name, black, count)) {
      this.output = TokenOutput.of(name, result.get(0), count, images, use.outputLayout());
    } catch (OrtException e) {
      String doubt = input.doubt();
      throw OnnxRuntime.failed("it cannot be run" + (doubt.isEmpty() ? "" : " (" + doubt + ")"), e);
    }
    int taken = input.batch() > 0 ? input.batch() : groupOfOpenBatch(images, use.outputLayout());
    this.dependence = TokenDependence.of(this::computed, images, taken);
    this.group = dependence.isThere() ? 1 : taken;
    this.nanoseconds = 0;
    this.dropped = use.dropTokens();
    if (dropped >= output.shape().tokens()) {
      throw new InvalidInputException(
          "there are %d tokens, so %d cannot be dropped; at least one must be left"
              .formatted(output.shape().tokens(), dropped));
    }
  }

  /**
   * Opens a backbone.
   *
   * @param file the ONNX file
   * @param use how it is used
   * @param images the shape of the images that will come
   * @return the backbone
   * @throws InvalidInputException if the file is missing, no ONNX, or does not take such images;
   *     says what it takes
   */
  public static OnnxBackbone open(Path file, BackboneUse use, ImageShape images) {
    BackboneFiles.requireAll(file);
    OrtEnvironment environment = OnnxRuntime.environment();
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // What fails is an exception here, and so no line of the runtime on standard error.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      session = environment.createSession(file.toString(), options);
      return new OnnxBackbone(file, environment, session, use, images);
    } catch (OrtException e) {
      close(session);
      throw OnnxRuntime.failed("backbone " + file + " cannot be used", e);
    } catch (InvalidInputException e) {
      close(session);
      throw new InvalidInputException("backbone " + file + ": " + e.getMessage(), e);
    }
  }

  /** Some graphs declare an open batch and hold a constant 1 inside; two images show it. */
  private int groupOfOpenBatch(ImageShape images, String layout) {
    int pair = 2;
    try (OrtSession.Result result = run(output.name(), new float[pair * images.size()], pair)) {
      TokenOutput both = TokenOutput.of(output.name(), result.get(0), pair, images, layout);
      return both.equals(output) ? 0 : 1;
    } catch (OrtException | InvalidInputException e) {
      return 1;
    }
  }

  private OrtSession.Result run(String name, float[] images, int count) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      inputs.put(input.name(), input.tensor(environment, images, count));
      constants.addTo(inputs, environment, count);
      return session.run(inputs, Set.of(name));
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Whether the graph is fed 0..255. */
  boolean takesBytes() {
    return input.type() == OnnxJavaType.UINT8;
  }

  @Override
  public TokenShape shape() {
    return new TokenShape(output.shape().tokens() - dropped, output.shape().features());
  }

  @Override
  public List<String> notes() {
    int tokens = output.shape().tokens();
    String doubt = input.doubt();
    List<String> notes = new ArrayList<>();
    String note = (doubt.isEmpty() ? "" : doubt + "; ") + "output " + output.described();
    notes.add(dropped > 0 ? note + "; the first " + dropped + " left out" : note);
    int leading = tokens - square(tokens);
    if (dropped == 0 && leading > 0 && leading <= MOST_LEADING && square(tokens) > leading) {
      notes.add(
          "%d tokens are a square grid of %d and %d more, as class and register tokens are;"
                  .formatted(tokens, square(tokens), leading)
              + " --drop-tokens %d leaves those out".formatted(leading));
    }
    if (dependence.isThere()) {
      notes.add(dependence.text());
    }
    return notes;
  }

  private static int square(int tokens) {
    int side = (int) Math.sqrt(tokens);
    return side * side;
  }

  @Override
  public float[] tokens(float[] images, int count) {
    int size = group == 0 ? count : group;
    float[] tokens = new float[count * shape().size()];
    for (int from = 0; from < count; from += size) {
      int taken = Math.min(size, count - from);
      int at = from * input.image().size();
      float[] some = Arrays.copyOfRange(images, at, at + taken * input.image().size());
      copyKept(
          produced(Arrays.copyOf(some, size * input.image().size()), size), tokens, from, taken);
    }
    return tokens;
  }

  private float[] produced(float[] images, int count) {
    try {
      return computed(images, count);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("backbone " + file + ": " + e.getMessage(), e);
    }
  }

  private float[] computed(float[] images, int count) {
    long began = System.nanoTime();
    try (OrtSession.Result result = run(output.name(), images, count)) {
      nanoseconds += System.nanoTime() - began;
      return output.tokens(result.get(0), count);
    } catch (OrtException e) {
      throw OnnxRuntime.failed("it failed", e);
    }
  }

  private void copyKept(float[] produced, float[] tokens, int from, int count) {
    int whole = output.shape().size();
    int kept = shape().size();
    for (int i = 0; i < count; i++) {
      System.arraycopy(produced, (i + 1) * whole - kept, tokens, (from + i) * kept, kept);
    }
  }

  @Override
  public double backboneSeconds() {
    return nanoseconds * 1e-9;
  }

  @Override
  public void close() {
    close(session);
  }

  private static void close(OrtSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("a session could not be closed", e);
      }
    }
  }
}
