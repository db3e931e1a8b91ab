package io.github.convexheads.bench.command;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.Spelling;
import io.github.convexheads.api.kernel.Kernels;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what is there, with its settings, and what was not picked up. */
@Command(
    name = "plugins",
    description = "List heads, losses, solvers and kernels, and why a plugin was not picked up.",
    mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {
  @Mixin private PluginOptions plugins;
  @Mixin private JsonOption json;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Print one plugin with all its settings.")
  private String id;

  @Option(
      names = "--markdown",
      description = "Print the reference page: all settings of all that is there, in Markdown.")
  private boolean markdown;

  @Spec private CommandSpec spec;

  PluginsCommand() {}

  @Override
  public Integer call() {
    PluginCatalog catalog = plugins.catalog();
    List<Plugin<?>> all = List.copyOf(catalog.all());
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      PluginReference.page(catalog, Kernels.discover()).forEach(line -> out.print(line + "\n"));
      out.flush();
      return 0;
    }
    if (id != null) {
      one(all, Kernels.discover().candidates());
      return 0;
    }
    KernelFacts kernel = KernelFacts.measure();
    AllFacts facts =
        new AllFacts(
            all.stream().map(PluginFacts::of).toList(),
            kernel.candidates(),
            kernel.chosen(),
            catalog.problems());
    json.write(facts, out, to -> print(to, all, kernel, catalog));
    return 0;
  }

  private void one(List<Plugin<?>> all, List<Kernels.Candidate> kernels) {
    List<Plugin<?>> named = all.stream().filter(plugin -> plugin.id().equals(id)).toList();
    List<Kernels.Candidate> namedKernels = kernels.stream().filter(k -> k.id().equals(id)).toList();
    if (named.isEmpty() && namedKernels.isEmpty()) {
      List<String> ids = new ArrayList<>(all.stream().map(Plugin::id).toList());
      kernels.forEach(kernel -> ids.add(kernel.id()));
      String nearest = Spelling.nearest(id, ids).map(n -> "; did you mean " + n + "?").orElse("");
      throw new InvalidInputException(
          "there is no plugin '" + id + "'" + nearest + "; there are: " + String.join(", ", ids));
    }
    NamedFacts facts =
        new NamedFacts(
            named.stream().map(PluginFacts::of).toList(),
            namedKernels.stream().map(KernelFacts.CandidateFacts::of).toList());
    json.write(
        facts,
        spec.commandLine().getOut(),
        out -> {
          named.forEach(plugin -> PluginText.print(out, plugin));
          namedKernels.forEach(kernel -> PluginText.print(out, kernel));
        });
  }

  private static void print(
      PrintWriter out, List<Plugin<?>> all, KernelFacts kernel, PluginCatalog catalog) {
    String kind = "";
    for (Plugin<?> plugin : all) {
      if (!plugin.kind().equals(kind)) {
        kind = plugin.kind();
        out.println(kind + " (" + PluginText.chosenBy(kind) + ")");
      }
      out.printf(
          "  %-20s %s [%s %s]%s%n",
          plugin.id(),
          plugin.description(),
          plugin.origin(),
          plugin.version(),
          ExportCommand.neverAsked(plugin).map("; "::concat).orElse(""));
    }
    kernel.print(out);
    if (!catalog.problems().isEmpty()) {
      out.println("not picked up");
      catalog.problems().forEach(problem -> out.println("  " + problem));
    }
    out.println("`convex-heads plugins ID` prints the settings of one.");
  }

  /** What is there, and what could not be used. */
  private record AllFacts(
      List<PluginFacts> plugins,
      List<KernelFacts.CandidateFacts> kernels,
      KernelFacts.ChosenFacts kernel,
      List<Plugin.Problem> problems) {}

  /** Everything of one id. */
  private record NamedFacts(List<PluginFacts> plugins, List<KernelFacts.CandidateFacts> kernels) {}
}
