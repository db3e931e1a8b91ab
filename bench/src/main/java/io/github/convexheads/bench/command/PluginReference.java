package io.github.convexheads.bench.command;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.internal.configuration.RunSettings;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import java.util.ArrayList;
import java.util.List;

/** The reference page, in Markdown: every plugin and setting, in the words of the plugins. */
final class PluginReference {
  private PluginReference() {}

  static List<String> page(PluginCatalog catalog, Kernels kernels) {
    List<String> page = new ArrayList<>();
    page.add("# Reference");
    page.add("");
    page.add(
        "Written by `bench/convex-heads plugins --markdown`; the build fails when it is stale.");
    List<Plugin<?>> all = new ArrayList<>();
    all.addAll(catalog.all());
    for (Plugin<?> plugin : all) {
      section(
          page,
          plugin.kind() + " `" + plugin.id() + "`",
          plugin.description(),
          PluginText.lines(plugin));
    }
    for (Kernels.Candidate kernel : kernels.candidates()) {
      section(page, "kernel `" + kernel.id() + "`", kernel.description(), PluginText.lines(kernel));
    }
    section(
        page,
        "`preprocess`",
        "What happens to tokens before the head sees them, in this order.",
        PluginText.lines("preprocess.", PreprocessSettings.SETTINGS));
    section(
        page,
        "`run`",
        "What changes no result, only where and how fast it is computed.",
        PluginText.lines("run.", RunSettings.SETTINGS));
    return page;
  }

  private static void section(
      List<String> page, String title, String description, List<String> lines) {
    page.add("");
    page.add("## " + title);
    page.add("");
    page.add(description);
    page.add("");
    lines.forEach(line -> page.add("    " + line));
  }
}
