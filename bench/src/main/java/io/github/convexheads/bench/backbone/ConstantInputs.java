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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a graph besides its images, such as a switch for training: each is filled with one
 * value, in the shape that the graph declares.
 */
record ConstantInputs(List<NodeInfo> nodes, Map<String, Double> values) {

  /** The least number of every type that can be filled. */
  private static final Map<OnnxJavaType, Double> LEAST =
      Map.of(
          OnnxJavaType.FLOAT, (double) -Float.MAX_VALUE,
          OnnxJavaType.DOUBLE, -Double.MAX_VALUE,
          OnnxJavaType.FLOAT16, -65504.0,
          OnnxJavaType.BFLOAT16, (double) -Float.MAX_VALUE,
          OnnxJavaType.INT64, -0x1p63,
          OnnxJavaType.INT32, -0x1p31,
          OnnxJavaType.INT16, -0x1p15,
          OnnxJavaType.INT8, -128.0,
          OnnxJavaType.UINT8, 0.0,
          OnnxJavaType.BOOL, 0.0);

  static ConstantInputs of(OrtSession session, String images, Map<String, Double> values)
      throws OrtException {
    List<NodeInfo> nodes = new ArrayList<>();
    for (NodeInfo node : session.getInputInfo().values()) {
      if (!node.getName().equals(images)) {
        requireValue(node, values);
        nodes.add(node);
      }
    }
    for (String name : values.keySet()) {
      if (nodes.stream().noneMatch(node -> node.getName().equals(name))) {
        throw new InvalidInputException(
            "it has no input '%s' beside its images '%s'; there are %s"
                .formatted(name, images, nodes.stream().map(NodeInfo::getName).toList()));
      }
    }
    return new ConstantInputs(nodes, values);
  }

  private static void requireValue(NodeInfo node, Map<String, Double> values) {
    if (!(node.getInfo() instanceof TensorInfo info) || !LEAST.containsKey(info.type)) {
      throw new InvalidInputException(
          "it has a second input '%s', %s, which no number fills; export it without"
              .formatted(node.getName(), described(node)));
    }
    if (!values.containsKey(node.getName())) {
      throw new InvalidInputException(
          "it has a second input '%s', %s; say what it is to be filled with, --constant %s=VALUE"
              .formatted(node.getName(), described(node), node.getName()));
    }
    requireHeld(node.getName(), info.type, values.get(node.getName()));
  }

  /** Whole numbers are held from the least to the greatest, others rounded but not to infinity. */
  private static void requireHeld(String name, OnnxJavaType type, double value) {
    double least = LEAST.get(type);
    double greatest = type == OnnxJavaType.BOOL ? 1 : least < 0 ? -least - 1 : 255;
    boolean held =
        switch (type) {
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16 ->
              Math.abs(value) <= -least || Double.isInfinite(value);
          default -> value == Math.rint(value) && value >= least && value <= greatest;
        };
    if (!held) {
      throw new InvalidInputException(
          "--constant %s=%s is not allowed: the input takes %s, which cannot hold it"
              .formatted(name, value, type));
    }
  }

  private static String described(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo info
        ? info.type + " " + Arrays.toString(info.getShape())
        : node.getInfo().toString();
  }

  /** Adds a tensor for each, for so many images. */
  void addTo(Map<String, OnnxTensor> inputs, OrtEnvironment environment, int count)
      throws OrtException {
    for (NodeInfo node : nodes) {
      TensorInfo info = (TensorInfo) node.getInfo();
      long[] shape = shape(node.getName(), info, count);
      inputs.put(node.getName(), filled(environment, node, info.type, shape));
    }
  }

  private static long[] shape(String name, TensorInfo info, int count) {
    long[] shape = info.getShape().clone();
    for (int k = 0; k < shape.length; k++) {
      if (shape[k] < 0 && k > 0) {
        throw new InvalidInputException(
            "input '%s' leaves its dimension %d open, so it cannot be filled".formatted(name, k));
      }
      shape[k] = shape[k] < 0 ? count : shape[k];
    }
    return shape;
  }

  private OnnxTensor filled(
      OrtEnvironment environment, NodeInfo node, OnnxJavaType type, long[] shape)
      throws OrtException {
    double value = values.get(node.getName());
    int elements = 1;
    for (long size : shape) {
      elements = Math.multiplyExact(elements, Math.toIntExact(size));
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(elements, type.size))
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < elements; i++) {
      put(bytes, type, value);
    }
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
  }

  private static void put(ByteBuffer bytes, OnnxJavaType type, double value) {
    switch (type) {
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
      case FLOAT16 -> bytes.putShort(Fp16Conversions.floatToFp16((float) value));
      case BFLOAT16 -> bytes.putShort(Fp16Conversions.floatToBf16((float) value));
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      case INT16 -> bytes.putShort((short) value);
      default -> bytes.put((byte) value); // int8, uint8 and bool
    }
  }
}
