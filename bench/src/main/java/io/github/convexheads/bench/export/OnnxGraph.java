package io.github.convexheads.bench.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.kernel.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Draws a network as ONNX nodes (opset 13); a tensor is its name. */
final class OnnxGraph implements NetworkGraph<String> {
  private final GraphProto.Builder graph;
  private final Precision precision;
  private int count;

  OnnxGraph(GraphProto.Builder graph, Precision precision) {
    this.graph = graph;
    this.precision = precision;
  }

  private DataType type() {
    return precision == Precision.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
  }

  /** Converts a tensor to single precision, as {@code name}. */
  void output(String tensor, String name) {
    graph.addNode(
        node("Cast", name, tensor).addAttribute(attribute("to", DataType.FLOAT.getNumber())));
  }

  /** Converts a single-precision input to the precision of the graph. */
  String input(String name) {
    return add(node("Cast", next(), name).addAttribute(attribute("to", type().getNumber())));
  }

  @Override
  public String constant(double[] values, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (precision == Precision.FLOAT64) {
      bytes.asDoubleBuffer().put(values);
    } else {
      bytes.asFloatBuffer().put(SinglePrecision.of(values));
    }
    return tensor(type(), bytes, Arrays.stream(shape).asLongStream().toArray());
  }

  private String integers(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return tensor(DataType.INT64, bytes, values.length);
  }

  private String tensor(DataType type, ByteBuffer bytes, long... shape) {
    String name = next();
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    LongStream.of(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  @Override
  public String matMul(String a, String b) {
    return add(node("MatMul", next(), a, b));
  }

  @Override
  public String transpose(String a) {
    return add(node("Transpose", next(), a).addAttribute(list("perm", 0, 2, 1)));
  }

  @Override
  public String multiply(String a, String b) {
    return add(node("Mul", next(), a, b));
  }

  @Override
  public String add(String a, String b) {
    return add(node("Add", next(), a, b));
  }

  @Override
  public String relu(String a) {
    return add(node("Relu", next(), a));
  }

  @Override
  public String clip(String a, String low, String high) {
    return add(node("Max", next(), low, add(node("Min", next(), high, a))));
  }

  @Override
  public String gate(String a) {
    String zero = constant(new double[] {0});
    String passes = add(node("GreaterOrEqual", next(), a, zero));
    return add(node("Cast", next(), passes).addAttribute(attribute("to", type().getNumber())));
  }

  @Override
  public String gather(String a, int axis, int... indices) {
    String chosen = integers(Arrays.stream(indices).asLongStream().toArray());
    return add(node("Gather", next(), a, chosen).addAttribute(attribute("axis", axis)));
  }

  @Override
  public String reshape(String a, int... shape) {
    long[] full = new long[shape.length + 1];
    for (int i = 0; i < shape.length; i++) {
      full[i + 1] = shape[i];
    }
    return add(node("Reshape", next(), a, integers(full)));
  }

  @Override
  public String meanOverTokens(String a) {
    return add(
        node("ReduceMean", next(), a)
            .addAttribute(list("axes", 1))
            .addAttribute(attribute("keepdims", 0)));
  }

  @Override
  public String concat(int axis, List<String> parts) {
    return add(
        node("Concat", next(), parts.toArray(String[]::new)).addAttribute(attribute("axis", axis)));
  }

  @Override
  public String normalise(String a, double epsilon) {
    String centred = add(node("Sub", next(), a, lastMean(a)));
    String largest =
        add(
            node("ReduceMax", next(), add(node("Abs", next(), centred)))
                .addAttribute(list("axes", -1))
                .addAttribute(attribute("keepdims", 1)));
    // Squares of float32 overflow beyond 1e19; those of values of at most 1 do not.
    String unit = add(node("Max", next(), largest, constant(new double[] {1}, 1)));
    String small = add(node("Div", next(), centred, unit));
    String root = constant(new double[] {Math.sqrt(epsilon)}, 1);
    String added = add(node("Div", next(), root, unit));
    String variance = add(lastMean(multiply(small, small)), multiply(added, added));
    return add(node("Div", next(), small, add(node("Sqrt", next(), variance))));
  }

  private String lastMean(String a) {
    return add(
        node("ReduceMean", next(), a)
            .addAttribute(list("axes", -1))
            .addAttribute(attribute("keepdims", 1)));
  }

  private String next() {
    count++;
    return "t" + count;
  }

  private String add(NodeProto.Builder node) {
    graph.addNode(node);
    return node.getOutput(0);
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(operator + "_" + output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static AttributeProto attribute(String name, int value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto list(String name, int... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }
}
