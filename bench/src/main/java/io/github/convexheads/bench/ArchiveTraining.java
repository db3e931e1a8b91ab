package io.github.convexheads.bench;

import io.github.convexheads.bench.command.ConvexHeadsCommand;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Runs small examples of the verbs in one process, so that an archive of the classes which that
 * process has loaded holds what the verbs need.
 */
public final class ArchiveTraining {
  private ArchiveTraining() {}

  /**
   * Runs the examples.
   *
   * @param arguments an empty folder for their files
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Path folder = Path.of(arguments[0]);
    String head = folder.resolve("head.safetensors").toString();
    String json = folder.resolve("facts.json").toString();
    String tokens = folder.resolve("train_tokens.npy").toString();
    String labels = folder.resolve("train_labels.npy").toString();
    run("demo", "--samples", "40", "--data", folder.toString(), "--model", head, "--json", json);
    run("fit", "--tokens", tokens, "--labels", labels, "--model", head, "--json", json);
    run("evaluate", "--model", head, "--tokens", tokens, "--labels", labels);
    run("verify", "--model", head, "--tokens", tokens, "--labels", labels);
    run("help", "fit");
  }

  /** An example that fails leaves less in the archive, and is seen where it is used. */
  private static void run(String... arguments) {
    ConvexHeadsCommand.run(arguments);
  }
}
