package io.github.convexheads.bench.export.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.export.ExportedFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a fitted head as a PyTorch module: a Python file that needs PyTorch alone, with a class
 * {@code Head} from raw tokens (N x s x d) to outputs (N x c, or N x s x c per token, before any
 * softmax), preprocessing, gates and pooling inside; and beside it, with the suffix {@code
 * .safetensors}, its weights.
 *
 * <p>It computes in double precision unless asked otherwise, because a gate whose pre-activation is
 * nearly 0 may switch differently in single precision, and gives outputs of the type of the tokens.
 */
public final class TorchExport {
  private static final String SUFFIX = ".py";
  private static final String TEMPLATE = "head.py.txt";

  private TorchExport() {}

  /**
   * Returns the file of the weights.
   *
   * @param file the Python file
   * @return its name with {@code .safetensors} in place of {@code .py}
   * @throws InvalidInputException if the name does not end in {@code .py}
   */
  public static Path weights(Path file) {
    String name = file.getFileName().toString();
    String module = name.endsWith(SUFFIX) ? name.substring(0, name.length() - 3) : "";
    if (!module.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new InvalidInputException(
          "a PyTorch module is a Python file, which can be imported if it is named like head.py; '%s' is not"
              .formatted(name));
    }
    return file.resolveSibling(module + ".safetensors");
  }

  /**
   * Writes a fitted head, both files completely or not at all.
   *
   * @param fitted the head
   * @param precision the precision of the weights and of what is computed
   * @param file the Python file
   * @throws InvalidInputException if the head's plugin does not give its network form, or the name
   *     is none of a Python module
   */
  public static void write(FittedHead fitted, Precision precision, Path file) {
    Path weights = weights(file);
    TorchGraph graph = new TorchGraph(precision);
    TorchNode input = graph.input();
    TorchNode result = fitted.draw(graph, input);
    TorchSource source = TorchSource.of(TorchProgram.of(result), input);
    // Text is data beside the program, never part of it.
    Safetensors.of(source.arrays(), ExportedFacts.of(fitted)).write(weights);
    byte[] python = python(fitted, precision, source).getBytes(UTF_8);
    try {
      AtomicFile.write(file, stream -> stream.write(python));
    } catch (RuntimeException e) {
      delete(weights);
      throw e;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot remove " + file + ": " + e.getMessage(), e);
    }
  }

  private static String python(FittedHead fitted, Precision precision, TorchSource source) {
    TokenShape shape = fitted.preprocessing().input();
    return template()
        .replace("@TOKENS@", Integer.toString(shape.tokens()))
        .replace("@FEATURES@", Integer.toString(shape.features()))
        .replace("@DTYPE@", precision == Precision.FLOAT64 ? "float64" : "float32")
        .replace("@SHAPES@", source.shapes())
        .replace("@FIRST@", source.start())
        .replace("@BODY@", source.text().stripTrailing());
  }

  private static String template() {
    try (InputStream in = TorchExport.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the template is in the same jar", e);
    }
  }
}
