package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.convexheads.bench.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The command in a Java machine of its own, which can be given little memory, and killed.
 *
 * @param process the running process
 * @param messages the file that its standard error goes to
 */
record Child(Process process, Path messages) {
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll, "end of children"));
  }

  /** Starts the command, for example with {@code -Xmx64m}. */
  static Child start(Path folder, String option, Object... arguments) throws IOException {
    return start(folder, List.of(), option, arguments);
  }

  /** Starts the command where no file may grow beyond some KiB, as on a disk that is full. */
  static Child startWithLittleDisk(Path folder, int kib, Object... arguments) throws IOException {
    String limit = "ulimit -f " + 2 * kib + "; exec \"$@\"";
    return start(folder, List.of("/bin/sh", "-c", limit, "sh"), "-Xmx256m", arguments);
  }

  private static Child start(Path folder, List<String> before, String option, Object... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add(option);
    words.add("-XX:+UseParallelGC");
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(Main.class.getName());
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    Path messages = folder.resolve("messages.txt");
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(messages.toFile());
    Process started = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    STARTED.add(started);
    return new Child(started, messages);
  }

  /**
   * Ends all children that still run, whatever became of the tests that started them; called after
   * tests, and when this Java machine ends.
   */
  static void endAll() {
    STARTED.forEach(Process::destroyForcibly);
    STARTED.clear();
  }

  /** Waits for the end, two minutes at most, and returns exit code and messages. */
  Run end() throws IOException, InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the command did not end: " + Files.readString(messages, UTF_8));
    }
    return new Run(process.exitValue(), "", Files.readString(messages, UTF_8));
  }
}
