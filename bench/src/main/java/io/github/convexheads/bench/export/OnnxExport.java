package io.github.convexheads.bench.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.TokenShape;
import java.nio.file.Path;

/**
 * Writes a fitted head as an ONNX graph: input {@code tokens} (float32, N x s x d, raw), output
 * {@code outputs} (float32, N x c, or N x s x c per token, before any softmax). Preprocessing,
 * gates and pooling are inside.
 *
 * <p>In between it computes in double precision unless asked otherwise, because a gate whose
 * pre-activation is nearly 0 may switch differently in single precision.
 */
public final class OnnxExport {
  private static final int OPSET = 13;
  private static final int IR_VERSION = 8;

  private OnnxExport() {}

  /**
   * Writes a fitted head, completely or not at all.
   *
   * @param fitted the head
   * @param precision the precision between input and output
   * @param file the file, {@code .onnx}
   * @throws io.github.convexheads.api.error.InvalidInputException if the head's plugin does not
   *     give its network form
   */
  public static void write(FittedHead fitted, Precision precision, Path file) {
    TokenShape shape = fitted.preprocessing().input();
    GraphProto.Builder graph = GraphProto.newBuilder().setName("convex-heads");
    OnnxGraph drawing = new OnnxGraph(graph, precision);
    String outputs = fitted.draw(drawing, drawing.input("tokens"));
    drawing.output(outputs, "outputs");
    graph.addInput(value("tokens", shape.tokens(), shape.features()));
    graph.addOutput(
        fitted.head().pooling() != Pooling.NONE
            ? value("outputs", fitted.outputs())
            : value("outputs", shape.tokens(), fitted.outputs()));
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("convex-heads")
            .setProducerVersion(fitted.provenance().version())
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph);
    ExportedFacts.of(fitted).forEach((key, text) -> model.addMetadataProps(fact(key, text)));
    byte[] bytes = model.build().toByteArray();
    AtomicFile.write(file, stream -> stream.write(bytes));
  }

  private static StringStringEntryProto fact(String key, String text) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(text).build();
  }

  private static ValueInfoProto value(String name, int... sizes) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("N"));
    for (int size : sizes) {
      shape.addDim(Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
