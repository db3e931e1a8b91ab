package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged backbones end in an error that names the file, never in the end of the Java machine. */
class DamagedBackboneTest {
  @TempDir private Path folder;

  private static ValueInfoProto value(String name, String count, long... sizes) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(count));
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** A convolution of 3 x 8 x 8 images to a map of 2 x 2 x 2. */
  private static byte[] convolution() {
    AttributeProto strides =
        AttributeProto.newBuilder()
            .setName("strides")
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(4)
            .addInts(4)
            .build();
    TensorProto weights =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(3)
            .addDims(3)
            .addDims(4)
            .addDims(4)
            .setRawData(ByteString.copyFrom(new byte[3 * 3 * 4 * 4 * Float.BYTES]))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("backbone")
            .addInput(value("images", "n", 3, 8, 8))
            .addOutput(value("map", "n", 3, 2, 2))
            .addInitializer(weights)
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Conv")
                    .addInput("images")
                    .addInput("w")
                    .addOutput("map")
                    .addAttribute(strides));
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  @Test
  void aBackboneCutOrFlippedAnywhereIsRefusedByNameOrRuns() throws Exception {
    Path sound = Files.write(folder.resolve("sound.onnx"), convolution());
    Path said = folder.resolve("said.txt");
    Path complaints = folder.resolve("complaints.txt");

    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                DamagedBackbones.class.getName(),
                sound.toString(),
                folder.resolve("damaged.onnx").toString())
            .directory(folder.toFile())
            .redirectOutput(said.toFile())
            .redirectError(complaints.toFile());
    // ONNX Runtime 1.29 breaks down in processes whose command line has more than 4,096 characters.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));

    int code = builder.start().waitFor();

    assertThat(code).as(lastLines(complaints)).isZero();
    assertThat(said).content().contains("refused ").doesNotContain("refused 0 ");
  }

  private static String lastLines(Path complaints) throws IOException {
    String all = Files.readString(complaints);
    return all.substring(Math.max(0, all.length() - 4000));
  }
}
