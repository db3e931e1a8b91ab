package io.github.convexheads.bench.backbone;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Small graphs for tests, written operator by operator; a size of -1 is the open batch. */
final class TestGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("backbone");

  TestGraph input(String name, DataType type, long... sizes) {
    graph.addInput(value(name, type, sizes));
    return this;
  }

  TestGraph output(String name, DataType type, long... sizes) {
    graph.addOutput(value(name, type, sizes));
    return this;
  }

  private static ValueInfoProto value(String name, DataType type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(size < 0 ? dimension.setDimParam("n") : dimension.setDimValue(size));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  TestGraph node(String operator, String output, String... inputs) {
    graph.addNode(plain(operator, output, inputs));
    return this;
  }

  private static NodeProto.Builder plain(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addOutput(output)
        .addAllInput(Arrays.asList(inputs));
  }

  TestGraph cast(String output, String input, DataType type) {
    AttributeProto to =
        AttributeProto.newBuilder()
            .setName("to")
            .setType(AttributeProto.AttributeType.INT)
            .setI(type.getNumber())
            .build();
    graph.addNode(plain("Cast", output, input).addAttribute(to));
    return this;
  }

  TestGraph transpose(String output, String input, long... order) {
    AttributeProto.Builder perm =
        AttributeProto.newBuilder().setName("perm").setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(order).forEach(perm::addInts);
    graph.addNode(plain("Transpose", output, input).addAttribute(perm));
    return this;
  }

  /** To bytes and back, in steps of the range of the whole tensor. */
  TestGraph quantised(String output, String input) {
    String bytes = output + "-bytes";
    String step = output + "-step";
    String zero = output + "-zero";
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("DynamicQuantizeLinear")
            .addInput(input)
            .addOutput(bytes)
            .addOutput(step)
            .addOutput(zero));
    return node("DequantizeLinear", output, bytes, step, zero);
  }

  TestGraph reshape(String output, String input, long... sizes) {
    TensorProto.Builder shape =
        TensorProto.newBuilder()
            .setName(output + "-shape")
            .setDataType(DataType.INT64.getNumber())
            .addDims(sizes.length);
    Arrays.stream(sizes).forEach(shape::addInt64Data);
    graph.addInitializer(shape);
    return node("Reshape", output, input, output + "-shape");
  }

  /** A float32 tensor whose values lie in a file beside the graph. */
  static TensorProto external(String name, String location, long... sizes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT.getNumber())
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(location))
            .addExternalData(StringStringEntryProto.newBuilder().setKey("offset").setValue("0"));
    long values = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    tensor.addExternalData(
        StringStringEntryProto.newBuilder().setKey("length").setValue(Long.toString(4 * values)));
    Arrays.stream(sizes).forEach(tensor::addDims);
    return tensor.build();
  }

  static TensorProto zeros(long... sizes) {
    long values = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(new byte[(int) (Float.BYTES * values)]));
    Arrays.stream(sizes).forEach(tensor::addDims);
    return tensor.build();
  }

  TestGraph weights(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  /** A constant node, whose tensor lies in an attribute. */
  TestGraph constant(String output, TensorProto tensor) {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(tensor)
            .build();
    graph.addNode(plain("Constant", output).addAttribute(value));
    return this;
  }

  Path write(Path file) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
            .setGraph(graph)
            .build();
    return Files.write(file, model.toByteArray());
  }
}
