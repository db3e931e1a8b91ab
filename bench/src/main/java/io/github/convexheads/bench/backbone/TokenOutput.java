package io.github.convexheads.bench.backbone;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The output of a graph that is read as tokens: N x d is one token, N x s x d are tokens, and a
 * map, N x d x h x w or N x h x w x d, has h w of them.
 *
 * @param name its name
 * @param sizes the sizes behind N
 * @param featuresFirst whether it is N x d x s, or a map N x d x h x w
 */
record TokenOutput(String name, List<Long> sizes, boolean featuresFirst) {
  private static final Set<OnnxJavaType> TYPES =
      Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16, OnnxJavaType.DOUBLE);

  /** The wanted output, else {@code tokens}, else the first of tokens or a map, else of N x d. */
  static String choose(OrtSession session, String wanted) throws OrtException {
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    if (!wanted.isEmpty() && !outputs.containsKey(wanted)) {
      throw new InvalidInputException(
          "it has no output '%s'; there are %s".formatted(wanted, outputs.keySet()));
    }
    if (!wanted.isEmpty()) {
      return wanted;
    }
    if (outputs.containsKey("tokens")) {
      return "tokens";
    }
    for (int least : new int[] {3, 2}) {
      for (NodeInfo node : outputs.values()) {
        if (node.getInfo() instanceof TensorInfo info && info.getShape().length >= least) {
          return node.getName();
        }
      }
    }
    throw new InvalidInputException(
        "none of its outputs (%s) holds tokens, which are N x d or N x s x d, or maps N x d x h x w"
            .formatted(
                outputs.values().stream()
                    .map(node -> node.getName() + " " + described(node.getInfo()))
                    .collect(Collectors.joining(", "))));
  }

  private static String described(ValueInfo info) {
    return info instanceof TensorInfo tensor
        ? tensor.type + " " + Arrays.toString(tensor.getShape())
        : "no tensor";
  }

  /** Learns from the output of {@code count} images what it is. */
  static TokenOutput of(String name, OnnxValue value, int count, ImageShape images, String layout) {
    if (!(value.getInfo() instanceof TensorInfo info) || !TYPES.contains(info.type)) {
      throw new InvalidInputException(
          "output '%s' is %s, but floating-point tokens are needed"
              .formatted(name, described(value.getInfo())));
    }
    long[] shape = info.getShape();
    if (shape.length < 2 || shape.length > 4) {
      throw new InvalidInputException(
          "output '%s' has %d dimensions; tokens are N x d or N x s x d, maps N x d x h x w"
              .formatted(name, shape.length));
    }
    double values = 1;
    for (int k = 1; k < shape.length; k++) {
      values *= shape[k];
    }
    if (values == 0) {
      throw new InvalidInputException(
          "output '%s' of %d images has shape %s, which holds no value"
              .formatted(name, count, Arrays.toString(shape)));
    }
    if (shape[0] != count || !(values >= 1 && values <= Integer.MAX_VALUE)) {
      throw new InvalidInputException(
          "output '%s' of %d images has shape %s, but its first axis must be the images"
              .formatted(name, count, Arrays.toString(shape)));
    }
    List<Long> sizes = Arrays.stream(shape).skip(1).boxed().toList();
    return new TokenOutput(name, sizes, OutputLayout.featuresFirst(name, sizes, images, layout));
  }

  TokenShape shape() {
    long[] size = sizes.stream().mapToLong(Long::longValue).toArray();
    return switch (size.length) {
      case 1 -> new TokenShape(1, (int) size[0]);
      case 2 ->
          featuresFirst
              ? new TokenShape((int) size[1], (int) size[0])
              : new TokenShape((int) size[0], (int) size[1]);
      default ->
          featuresFirst
              ? new TokenShape((int) (size[1] * size[2]), (int) size[0])
              : new TokenShape((int) (size[0] * size[1]), (int) size[2]);
    };
  }

  /** The values of {@code count} images, N x s x d. */
  float[] tokens(OnnxValue value, int count) {
    int size = shape().size();
    float[] all = values(value);
    if (all.length != count * size) {
      throw new InvalidInputException(
          "output '%s' of %d images has %d values, but %d a image were expected"
              .formatted(name, count, all.length, size));
    }
    return featuresFirst ? transposed(all, count) : all;
  }

  private static float[] values(OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      return new float[0];
    }
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      DoubleBuffer doubles = tensor.getDoubleBuffer();
      float[] floats = new float[doubles.remaining()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles.get();
      }
      return floats;
    }
    FloatBuffer found = tensor.getFloatBuffer(); // converts float16 and bfloat16
    float[] floats = new float[found.remaining()];
    found.get(floats);
    return floats;
  }

  /** N x d x s to N x s x d. */
  private float[] transposed(float[] all, int count) {
    int s = shape().tokens();
    int d = shape().features();
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

  /** How the output is read, in words. */
  String described() {
    String read = shape().tokens() + " tokens of " + shape().features() + " features";
    String layout =
        switch (sizes.size()) {
          case 1 -> "";
          case 2 -> featuresFirst ? "d x s" : "";
          default -> featuresFirst ? "map d x h x w" : "map h x w x d";
        };
    return "%s, %s%s, read as %s"
        .formatted(
            name,
            sizes.stream().map(String::valueOf).reduce("N", (a, b) -> a + " x " + b),
            layout.isEmpty() ? "" : " (" + layout + ")",
            sizes.size() == 1 ? "one token of " + shape().features() + " features" : read);
  }
}
