package io.github.convexheads.bench.backbone;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A frozen backbone in an ONNX file: one float32 input of N x channels x height x width, and an
 * output of tokens (N x s x d) or of a map (N x d x h x w, read as s = h * w tokens).
 */
public final class OnnxBackbone implements Tokenizer {
  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final String output;
  private final ImageShape image;
  private final boolean map;
  private final boolean dropClassToken;
  private final TokenShape produced;
  private long nanoseconds;

  private OnnxBackbone(
      Path file,
      OrtEnvironment environment,
      OrtSession session,
      String input,
      String output,
      ImageShape image,
      boolean dropClassToken)
      throws OrtException {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.input = input;
    this.output = output;
    this.image = image;
    this.dropClassToken = dropClassToken;
    try (OrtSession.Result result = run(new float[image.size()], 1)) {
      long[] shape = shape(result.get(0));
      this.map = shape.length == 4;
      this.produced =
          map
              ? new TokenShape((int) (shape[2] * shape[3]), (int) shape[1])
              : new TokenShape((int) shape[1], (int) shape[2]);
    }
    if (dropClassToken && produced.tokens() < 2) {
      throw new InvalidInputException("there is no class token to drop: the only token would go");
    }
  }

  /** The shape of an output, which is float32 and neither empty nor endless. */
  private long[] shape(OnnxValue value) {
    if (!(value.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT) {
      throw new InvalidInputException(
          "output '%s' is %s, but float32 tokens are needed".formatted(output, value.getInfo()));
    }
    long[] shape = info.getShape();
    if (shape.length != 3 && shape.length != 4) {
      throw new InvalidInputException(
          "output '%s' has %d dimensions; tokens are N x s x d, maps N x d x h x w"
              .formatted(output, shape.length));
    }
    double values = 1;
    for (int k = 1; k < shape.length; k++) {
      values *= shape[k];
    }
    if (shape[0] != 1 || !(values >= 1 && values <= Integer.MAX_VALUE)) {
      throw new InvalidInputException(
          "output '%s' of one image has shape %s, but the tokens of one image are needed"
              .formatted(output, Arrays.toString(shape)));
    }
    return shape;
  }

  /**
   * Opens a backbone.
   *
   * @param file the ONNX file
   * @param wanted name of the output to use; empty for {@code tokens}, else the first of a fitting
   *     shape
   * @param images the shape of the images that will come
   * @param dropClassToken whether the first token is left out
   * @return the backbone
   * @throws InvalidInputException if the file is missing, no ONNX, or does not take such images;
   *     says what it takes
   */
  public static OnnxBackbone open(
      Path file, String wanted, ImageShape images, boolean dropClassToken) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException("backbone " + file + " does not exist");
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session = null;
    try {
      session = environment.createSession(file.toString());
      String output = output(session, wanted);
      String input = input(session, images);
      return new OnnxBackbone(file, environment, session, input, output, images, dropClassToken);
    } catch (OrtException e) {
      close(session);
      throw new InvalidInputException(
          "backbone %s cannot be used: %s".formatted(file, firstLine(e)), e);
    } catch (InvalidInputException e) {
      close(session);
      throw new InvalidInputException("backbone " + file + ": " + e.getMessage(), e);
    }
  }

  private static String firstLine(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
  }

  private static String input(OrtSession session, ImageShape images) throws OrtException {
    if (session.getInputInfo().size() != 1) {
      throw new InvalidInputException(
          "it has %d inputs %s, but one of images is needed"
              .formatted(session.getInputInfo().size(), session.getInputInfo().keySet()));
    }
    NodeInfo node = session.getInputInfo().values().iterator().next();
    if (!(node.getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT
        || info.getShape().length != 4) {
      throw new InvalidInputException(
          "input '%s' is %s, but float32 N x C x H x W is needed"
              .formatted(node.getName(), node.getInfo()));
    }
    long[] shape = info.getShape();
    long[] found = {images.channels(), images.height(), images.width()};
    for (int k = 0; k < 3; k++) {
      if (shape[k + 1] > 0 && shape[k + 1] != found[k]) {
        throw new InvalidInputException(
            "it takes images of %d x %d x %d, but these are %s; resize them with --size"
                .formatted(shape[1], shape[2], shape[3], images));
      }
    }
    return node.getName();
  }

  private static String output(OrtSession session, String wanted) throws OrtException {
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    String name = wanted.isEmpty() && outputs.containsKey("tokens") ? "tokens" : wanted;
    if (name.isEmpty()) {
      for (NodeInfo node : outputs.values()) {
        if (node.getInfo() instanceof TensorInfo info && info.getShape().length >= 3) {
          return node.getName();
        }
      }
      throw new InvalidInputException("none of its outputs " + outputs.keySet() + " holds tokens");
    }
    if (!outputs.containsKey(name)) {
      throw new InvalidInputException(
          "it has no output '%s'; there are %s".formatted(name, outputs.keySet()));
    }
    return name;
  }

  private OrtSession.Result run(float[] images, int count) throws OrtException {
    long[] shape = {count, image.channels(), image.height(), image.width()};
    FloatBuffer values = FloatBuffer.wrap(images, 0, count * image.size());
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape)) {
      return session.run(Map.of(input, tensor), Set.of(output));
    }
  }

  @Override
  public TokenShape shape() {
    return dropClassToken ? new TokenShape(produced.tokens() - 1, produced.features()) : produced;
  }

  @Override
  public float[] tokens(float[] images, int count) {
    float[] all = new float[count * produced.size()];
    long began = System.nanoTime();
    try (OrtSession.Result result = run(images, count)) {
      nanoseconds += System.nanoTime() - began;
      FloatBuffer found =
          result.get(0) instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
      if (found == null || found.remaining() != all.length) {
        throw new InvalidInputException(
            "backbone %s made other output of %d images than %d values"
                .formatted(file, count, all.length));
      }
      found.get(all);
    } catch (OrtException e) {
      throw new InvalidInputException("backbone " + file + " failed: " + firstLine(e), e);
    }
    float[] tokens = map ? flattened(all, count) : all;
    return dropClassToken ? withoutFirst(tokens, count) : tokens;
  }

  /** N x d x s to N x s x d. */
  private float[] flattened(float[] all, int count) {
    int s = produced.tokens();
    int d = produced.features();
    float[] tokens = new float[all.length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < d; k++) {
        for (int t = 0; t < s; t++) {
          tokens[(i * s + t) * d + k] = all[(i * d + k) * s + t];
        }
      }
    }
    return tokens;
  }

  private float[] withoutFirst(float[] tokens, int count) {
    int size = shape().size();
    float[] rest = new float[count * size];
    for (int i = 0; i < count; i++) {
      System.arraycopy(tokens, i * produced.size() + produced.features(), rest, i * size, size);
    }
    return rest;
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
