package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Fits small data with a plugin that is written for it. */
final class HostileFit {
  static final String JAR = "hostile.jar";

  /** What a fit says before it fails. */
  private static final String ON_THE_WAY = "convex-heads: (auto chose|memory: |preprocessing: ).*";

  private final Path folder;
  private final FitFiles files;
  private final Path plugins;

  HostileFit(Path folder) throws IOException {
    this.folder = folder;
    this.files = FitFiles.in(folder);
    this.plugins = Files.createDirectories(folder.resolve("plugins"));
  }

  /** Returns the data and the model. */
  FitFiles files() {
    return files;
  }

  /** Returns the folder with the plugin. */
  Path plugins() {
    return plugins;
  }

  void write(String kind, String body) throws IOException {
    new HostileJar(folder.resolve("work")).write(plugins.resolve(JAR), kind, body);
  }

  Run fit(String... settings) {
    Object[] chosen = FitFiles.set(settings);
    Object[] data = {"--plugins", plugins, "--set", "beta-fraction=0.3"};
    boolean headChosen = String.join(" ", settings).contains("head");
    Object[] linear = headChosen ? new Object[0] : FitFiles.set("head.type=linear");
    boolean loss = String.join(" ", settings).contains("loss");
    Object[] all = FitFiles.concatenated(FitFiles.concatenated(data, linear), chosen);
    return loss ? regression(all) : files.fit(all);
  }

  /** Real targets, as the sound loss asks for. */
  private Run regression(Object... more) {
    Path targets = folder.resolve("targets.npy");
    double[] values = new double[FitFiles.SAMPLES * 2];
    Arrays.setAll(values, i -> Math.sin(i));
    Npy.write(targets, values, FitFiles.SAMPLES, 2);
    Object[] data = {
      "fit", "--model", files.model(), "--tokens", files.tokens(), "--labels", targets
    };
    return Run.of(FitFiles.concatenated(data, more));
  }

  /** Exit code 3 and nothing on standard error but one line, after what was said on the way. */
  static void requireLine(Run run, String start) {
    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    List<String> lines = run.err().lines().filter(line -> !line.matches(ON_THE_WAY)).toList();
    assertThat(lines).singleElement().asString().contains(start);
  }
}
