package io.github.convexheads.bench.command;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.solver.SolverProvider;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One plugin in full, with an example configuration; the reference page has the same lines. */
final class PluginText {
  private PluginText() {}

  /** How a plugin of a kind comes to be used. */
  static String chosenBy(String kind) {
    return switch (kind) {
      case "step" -> "configuration key preprocess.step";
      case "metric" -> "taken wherever it suits the targets";
      case "reader" -> "asked about every file of tokens";
      case "exporter" -> "export --format";
      case "engine" -> "chosen by --engine, its settings by --engine-set KEY=VALUE";
      default -> "configuration key " + kind + ".type";
    };
  }

  private static String section(String kind) {
    return kind.equals("step") ? "preprocess.step" : kind;
  }

  static void print(PrintWriter out, Plugin<?> plugin) {
    out.println(plugin.kind() + " " + plugin.id());
    out.println("  " + plugin.description());
    out.printf(
        "  %s, version %s, %s%n",
        plugin.provider().getClass().getName(), plugin.version(), plugin.origin());
    ExportCommand.neverAsked(plugin).ifPresent(why -> out.println("  " + why));
    lines(plugin).forEach(line -> out.println("  " + line));
  }

  static void print(PrintWriter out, Kernels.Candidate kernel) {
    out.println("kernel " + kernel.id());
    out.println("  " + kernel.description());
    out.println(
        kernel.missing().isEmpty()
            ? "  can be used here"
            : "  cannot be used here: " + kernel.missing().get());
    lines(kernel).forEach(line -> out.println("  " + line));
  }

  /** What is the same wherever the plugin came from: capabilities, settings, an example. */
  static List<String> lines(Plugin<?> plugin) {
    List<String> lines = new ArrayList<>();
    List<Setting<?>> settings = plugin.settings();
    if (plugin.provider() instanceof SolverProvider solver) {
      lines.add("takes: " + solver.capabilities());
    }
    if (settings.isEmpty()) {
      lines.add("no settings");
    }
    lines.addAll(lines(section(plugin.kind()) + ".", settings));
    if (plugin.provider() instanceof HeadProvider head
        && !head.recommendedPreprocessing().isEmpty()) {
      lines.add(
          "recommended preprocessing, taken unless another is set: "
              + new TreeMap<>(head.recommendedPreprocessing())
                  .entrySet().stream()
                      .map(step -> "preprocess.%s = %s".formatted(step.getKey(), step.getValue()))
                      .collect(Collectors.joining(", ")));
    }
    if (List.of("metric", "reader", "exporter", "engine").contains(plugin.kind())) {
      lines.add(chosenBy(plugin.kind()));
      return lines;
    }
    lines.add("example configuration:");
    StringBuilder example = new StringBuilder(section(plugin.kind()) + " { type = " + plugin.id());
    settings.stream()
        .filter(setting -> !setting.defaultText().isEmpty())
        .limit(3)
        .forEach(
            setting ->
                example.append(", ").append(setting.key()).append(" = ").append(shown(setting)));
    lines.add("    " + example + " }");
    return lines;
  }

  /** The order of preference of a kernel, and an example. */
  static List<String> lines(Kernels.Candidate kernel) {
    return List.of(
        "rank %d: of those that can be used, the highest is used unless another is asked for"
            .formatted(kernel.rank()),
        "example configuration:",
        "    run { kernel = " + kernel.id() + " }");
  }

  /** Settings with default, meaning and allowed values. */
  static List<String> lines(String prefix, List<Setting<?>> settings) {
    List<String> lines = new ArrayList<>();
    for (Setting<?> setting : settings) {
      lines.add(prefix + setting.key() + " = " + shown(setting));
      lines.add("    %s (%s)".formatted(setting.meaning(), setting.allowed()));
    }
    return lines;
  }

  private static String shown(Setting<?> setting) {
    return setting.defaultText().isEmpty() ? "(not given)" : setting.defaultText();
  }
}
