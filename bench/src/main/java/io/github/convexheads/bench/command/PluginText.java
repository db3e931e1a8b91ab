package io.github.convexheads.bench.command;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.solver.SolverProvider;
import java.io.PrintWriter;

/** One plugin in full, with an example configuration. */
final class PluginText {
  private PluginText() {}

  static void print(PrintWriter out, Plugin<?> plugin) {
    out.println(plugin.kind() + " " + plugin.id());
    out.println("  " + plugin.provider().description());
    out.printf(
        "  %s, version %s, %s%n",
        plugin.provider().getClass().getName(), plugin.version(), plugin.origin());
    if (plugin.provider() instanceof SolverProvider solver) {
      out.println("  takes: " + solver.capabilities());
    }
    if (plugin.provider().settings().isEmpty()) {
      out.println("  no settings");
    }
    for (Setting<?> setting : plugin.provider().settings()) {
      out.printf("  %s.%s = %s%n", plugin.kind(), setting.key(), shown(setting.defaultText()));
      out.printf("      %s (%s)%n", setting.meaning(), setting.allowed());
    }
    out.println("  example configuration:");
    out.print("      " + plugin.kind() + " { type = " + plugin.id());
    plugin.provider().settings().stream()
        .filter(setting -> !setting.defaultText().isEmpty())
        .limit(3)
        .forEach(setting -> out.print(", " + setting.key() + " = " + setting.defaultText()));
    out.println(" }");
  }

  private static String shown(String text) {
    return text.isEmpty() ? "(not given)" : text;
  }
}
