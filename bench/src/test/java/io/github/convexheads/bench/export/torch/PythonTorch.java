package io.github.convexheads.bench.export.torch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's PyTorch (python3-torch), where it is installed. */
final class PythonTorch {
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

  /** Runs a module on every batch; the arguments are the module and pairs of input and output. */
  private static final String RUN =
      """
      import importlib.util, sys, numpy, torch
      for module, inputs, outputs in zip(sys.argv[1::3], sys.argv[2::3], sys.argv[3::3]):
          spec = importlib.util.spec_from_file_location("head", module)
          found = importlib.util.module_from_spec(spec)
          spec.loader.exec_module(found)
          head = found.Head().eval()
          tokens = torch.from_numpy(numpy.load(inputs))
          result = head(tokens)
          assert result.dtype == tokens.dtype
          scripted = torch.jit.trace(head, tokens[:2])
          assert torch.equal(scripted(tokens), result)
          numpy.save(outputs, result.numpy())
      """;

  private PythonTorch() {}

  /** The Python that has PyTorch and NumPy; null where there is none. */
  static String find() {
    return PYTHONS.stream().filter(PythonTorch::hasTorch).findFirst().orElse(null);
  }

  private static boolean hasTorch(String python) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import torch, numpy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError("a test is not interrupted", e);
    }
  }

  /** Runs Python code and returns what it printed, its errors included. */
  static String run(String python, Path folder, String code, List<String> arguments)
      throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    List<String> words = new ArrayList<>(List.of(python, "-c", code));
    words.addAll(arguments);
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(said, UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  /** What modules give for one batch of tokens, N x s x d, in double precision. */
  static List<double[]> outputs(
      String python, Path folder, List<Path> modules, double[] tokens, long... shape)
      throws IOException, InterruptedException {
    Path inputs = folder.resolve("inputs.npy");
    Npy.write(inputs, tokens, shape);
    List<String> arguments = new ArrayList<>();
    for (Path module : modules) {
      arguments.addAll(List.of(module.toString(), inputs.toString(), module + ".npy"));
    }
    run(python, folder, RUN, arguments);
    return modules.stream().map(module -> Npy.read(Path.of(module + ".npy")).toDoubles()).toList();
  }
}
