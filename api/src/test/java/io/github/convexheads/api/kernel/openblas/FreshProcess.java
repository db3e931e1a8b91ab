package io.github.convexheads.api.kernel.openblas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Target;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** Loads OpenBLAS in a process of its own, because a process loads it once. */
final class FreshProcess {
  private FreshProcess() {}

  /** What {@link #main} wrote to both streams, and nothing else may be in it. */
  static String output(
      Map<String, String> environment, Predicate<String> classPath, String... arguments)
      throws IOException, InterruptedException {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(classPath)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", path, FreshProcess.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("OPENBLAS"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    return status == 0 ? output : output + "exit status " + status;
  }

  /** With a core type: loads with it. Otherwise uses the best kernel and describes it. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
      NativeEnvironment.during(
          Map.of(CoreType.VARIABLE, arguments[0]), () -> Loader.load(openblas.class));
    }
    long threads = nativeThreads();
    Kernel kernel = Kernels.best();
    double[] one = {1, 0.5, 0.5, 1};
    double[] c = new double[4];
    Matrix matrix = Matrix.of(one, 2, 2);
    kernel.multiply(matrix, matrix, Target.into(Matrix.of(c, 2, 2)));
    kernel.svd(one, 2, 2);
    kernel.eigen(one, 2);
    kernel.cholesky(one, 2).solve(c, 2);
    long started = nativeThreads() - threads;
    System.out.print(kernel.description() + (started == 0 ? "" : " and started " + started));
  }

  /** Threads that a library started: they bear the name of the program, Java's have their own. */
  private static long nativeThreads() throws IOException {
    Path tasks = Path.of("/proc/self/task");
    if (!Files.isDirectory(tasks)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(tasks)) {
      return all.filter(task -> "java".equals(name(task))).count();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "ended";
    }
  }
}
