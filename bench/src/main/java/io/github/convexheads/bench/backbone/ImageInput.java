package io.github.convexheads.bench.backbone;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The input of a graph that takes images.
 *
 * @param name its name
 * @param type what it is fed: uint8 gets 0..255, every floating-point type 0..1
 * @param channelsLast whether it is N x H x W x C rather than N x C x H x W
 * @param batch the number of images that the graph takes at once; 0 for any
 * @param image the shape of the images
 * @param guessed whether neither an option nor its sizes say where channels are
 */
record ImageInput(
    String name,
    OnnxJavaType type,
    boolean channelsLast,
    int batch,
    ImageShape image,
    boolean guessed) {
  private static final Set<OnnxJavaType> TYPES =
      Set.of(
          OnnxJavaType.FLOAT,
          OnnxJavaType.FLOAT16,
          OnnxJavaType.BFLOAT16,
          OnnxJavaType.DOUBLE,
          OnnxJavaType.UINT8);

  /** Finds the input of four dimensions; layout is nchw, nhwc, or empty for what its shape says. */
  static ImageInput of(OrtSession session, ImageShape images, String layout) throws OrtException {
    List<NodeInfo> fitting =
        session.getInputInfo().values().stream().filter(ImageInput::isFourDimensional).toList();
    if (fitting.size() != 1) {
      throw new InvalidInputException(
          "%d of its inputs %s have four dimensions, but one of images is needed"
              .formatted(fitting.size(), session.getInputInfo().keySet()));
    }
    TensorInfo info = (TensorInfo) fitting.get(0).getInfo();
    if (!TYPES.contains(info.type)) {
      throw new InvalidInputException(
          "input '%s' takes %s; images are fed as float32, float16, bfloat16, float64 or uint8"
              .formatted(fitting.get(0).getName(), info.type));
    }
    long[] shape = info.getShape();
    boolean last = layout.isEmpty() ? isChannelsLast(shape) : layout.equals("nhwc");
    requireSizes(shape, last, images);
    int batch = shape[0] > 0 ? Math.toIntExact(shape[0]) : 0;
    boolean guessed = layout.isEmpty() && shape[1] < 0 && !last;
    return new ImageInput(fitting.get(0).getName(), info.type, last, batch, images, guessed);
  }

  /** What to say where the layout is a guess; empty where it is none. */
  String doubt() {
    return guessed
        ? "the sizes of its input '%s' do not show where channels are; N x C x H x W is taken, and --layout nhwc"
                .formatted(name)
            + " is the other"
        : "";
  }

  private static boolean isFourDimensional(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo info && info.getShape().length == 4;
  }

  /** Images have one or three channels; where both ends could be channels, the first is. */
  private static boolean isChannelsLast(long[] shape) {
    boolean first = shape[1] == 1 || shape[1] == 3;
    return !first && (shape[3] == 1 || shape[3] == 3);
  }

  private static void requireSizes(long[] shape, boolean last, ImageShape images) {
    long[] wanted =
        last
            ? new long[] {shape[3], shape[1], shape[2]}
            : new long[] {shape[1], shape[2], shape[3]};
    long[] found = {images.channels(), images.height(), images.width()};
    for (int k = 0; k < 3; k++) {
      if (wanted[k] > 0 && wanted[k] != found[k]) {
        throw new InvalidInputException(
            "its input %s is %s, so it takes images of %s, but these are %s; %s"
                .formatted(
                    Arrays.toString(shape),
                    last ? "N x H x W x C" : "N x C x H x W",
                    sizes(wanted),
                    images,
                    remedy(wanted, found)));
      }
    }
  }

  private static String sizes(long[] wanted) {
    return Arrays.stream(wanted)
        .mapToObj(size -> size > 0 ? Long.toString(size) : "any")
        .reduce((a, b) -> a + " x " + b)
        .orElseThrow();
  }

  private static String remedy(long[] wanted, long[] found) {
    if (wanted[0] > 0 && wanted[0] != found[0]) {
      return "give images of as many channels, or --layout if the layout is another";
    }
    long height = wanted[1] > 0 ? wanted[1] : found[1];
    long width = wanted[2] > 0 ? wanted[2] : found[2];
    return "resize them with --size " + (height == width ? height : height + "x" + width);
  }

  /** The images as a tensor; {@code images} holds count x channels x height x width values. */
  OnnxTensor tensor(OrtEnvironment environment, float[] images, int count) throws OrtException {
    float[] values = channelsLast ? channelsLast(images, count) : images;
    long[] shape =
        channelsLast
            ? new long[] {count, image.height(), image.width(), image.channels()}
            : new long[] {count, image.channels(), image.height(), image.width()};
    FloatBuffer floats = FloatBuffer.wrap(values, 0, count * image.size());
    return switch (type) {
      case FLOAT16 ->
          half(environment, Fp16Conversions.convertFloatBufferToFp16Buffer(floats), shape);
      case BFLOAT16 ->
          half(environment, Fp16Conversions.convertFloatBufferToBf16Buffer(floats), shape);
      case DOUBLE -> {
        DoubleBuffer doubles = DoubleBuffer.allocate(floats.remaining());
        while (floats.hasRemaining()) {
          doubles.put(floats.get());
        }
        yield OnnxTensor.createTensor(environment, doubles.flip(), shape);
      }
      case UINT8 -> {
        ByteBuffer bytes =
            ByteBuffer.allocateDirect(floats.remaining()).order(ByteOrder.nativeOrder());
        while (floats.hasRemaining()) {
          bytes.put((byte) Math.max(0, Math.min(255, Math.round(255 * floats.get()))));
        }
        yield OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
      }
      default -> OnnxTensor.createTensor(environment, floats, shape);
    };
  }

  private OnnxTensor half(OrtEnvironment environment, ShortBuffer bits, long[] shape)
      throws OrtException {
    return OnnxTensor.createTensor(environment, bits, shape, type);
  }

  private float[] channelsLast(float[] images, int count) {
    int plane = image.height() * image.width();
    float[] values = new float[count * image.size()];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < image.channels(); c++) {
        for (int k = 0; k < plane; k++) {
          values[(i * plane + k) * image.channels() + c] =
              images[(i * image.channels() + c) * plane + k];
        }
      }
    }
    return values;
  }
}
