package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.Exporter;
import io.github.convexheads.api.model.ExporterProvider;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.bench.export.NpzExport;
import io.github.convexheads.bench.export.OnnxExport;
import io.github.convexheads.bench.export.torch.TorchExport;
import io.github.convexheads.bench.text.Plural;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a fitted head for other software. */
@Command(
    name = "export",
    description = {
      "Write a fitted head for other software.",
      "onnx: a graph from raw tokens (float32, N x s x d) to outputs, with preprocessing and gates"
          + " inside. torch: a Python file with the same as a PyTorch module, --out head.py, and its"
          + " weights beside it, head.safetensors. npz: the weights W1_j, W2_j of the original architecture."
          + " `convex-heads plugins` lists exporters of others."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;

  /** What can be written. */
  enum Format {
    ONNX,
    TORCH,
    NPZ;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-f", "--format"},
      required = true,
      paramLabel = "FORMAT",
      description = "onnx, torch, npz, or the id of an exporter.")
  private String format;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Write here.")
  private Path out;

  @Option(
      names = "--precision",
      defaultValue = "float64",
      paramLabel = "PRECISION",
      description = {
        "Precision between input and output of onnx and torch, float64 or float32; default"
            + " ${DEFAULT-VALUE}. In float32 a gate near 0 may switch differently."
      })
  private Precision precision;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  ExportCommand() {}

  @Override
  public Integer call() {
    Optional<Format> builtIn = builtIn(format);
    Optional<Plugin<ExporterProvider>> plugin = exporter(builtIn.isPresent());
    OutputFile.requireWritable(out);
    if (builtIn.equals(Optional.of(Format.TORCH))) {
      Path weights = TorchExport.weights(out);
      OverwrittenFiles.requireOther("--out " + out, weights, "--model", model.file());
      OutputFile.requireWritable(weights);
    }
    FittedHead head = model.load();
    head.requireNetwork();
    plugin.ifPresent(found -> export(found, head));
    builtIn.ifPresent(chosen -> write(chosen, head));
    if (head.preprocessing().lengthPower().isPresent()) {
      warn(
          "what is exported takes samples of %d tokens, all their own: it has no input for lengths"
              .formatted(head.preprocessing().input().tokens()));
    }
    Facts facts =
        new Facts(
            format,
            head.networkWeights().size(),
            head.preprocessing().input().tokens(),
            head.preprocessing().input().features(),
            head.outputs(),
            head.provenance().gateMargin(),
            out.toString());
    json.write(
        facts,
        spec.commandLine().getOut(),
        text ->
            text.println(
                FitReport.line(
                    "exported", "%s to %s", Plural.of(facts.heads(), "network head"), out)));
    return 0;
  }

  /** What was exported. */
  private record Facts(
      String format,
      int heads,
      int tokens,
      int features,
      int outputs,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double gateMargin,
      String out) {}

  private void write(Format chosen, FittedHead head) {
    switch (chosen) {
      case ONNX -> {
        OnnxExport.write(head, precision, out);
        GateRounding.of(head).map(near -> near.warning(precision)).ifPresent(this::warn);
      }
      case TORCH -> {
        TorchExport.write(head, precision, out);
        GateRounding.of(head).map(near -> near.warning(precision)).ifPresent(this::warn);
      }
      case NPZ -> {
        NpzExport.write(head, out);
        GateRounding.warningOfOtherSums(head).ifPresent(this::warn);
      }
    }
  }

  /** The exporter of a plugin, which never stands in for a format that is built in. */
  private Optional<Plugin<ExporterProvider>> exporter(boolean builtIn) {
    PluginCatalog plugins = model.plugins().catalog();
    Optional<Plugin<ExporterProvider>> plugin =
        plugins.exporters().stream().filter(known -> known.id().equals(format)).findFirst();
    if (builtIn) {
      plugin.ifPresent(
          other ->
              warn(
                  "the exporter %s (%s) is not used: %s is a built-in format; its author has to choose another id"
                      .formatted(format, other.origin(), format)));
      return Optional.empty();
    }
    return Optional.of(plugin.orElseThrow(() -> unknown(plugins)));
  }

  /** Says that an exporter of a plugin is never asked, if it is named like a built-in format. */
  static Optional<String> neverAsked(Plugin<?> plugin) {
    return plugin.provider() instanceof ExporterProvider && builtIn(plugin.id()).isPresent()
        ? Optional.of(
            "never asked: %s is a built-in format; its author has to choose another id"
                .formatted(plugin.id()))
        : Optional.empty();
  }

  private static Optional<Format> builtIn(String id) {
    return Stream.of(Format.values()).filter(known -> known.id().equals(id)).findFirst();
  }

  private void export(Plugin<ExporterProvider> plugin, FittedHead head) {
    Exporter exporter =
        plugin.call("create()", () -> plugin.provider().create(Settings.defaults()));
    AtomicFile.write(
        out,
        stream -> {
          @SuppressWarnings("resource") // The stream is another's to close.
          ExportStream written = new ExportStream(stream);
          exporter.export(head, written);
          if (written.empty()) {
            throw plugin.failure("its export() wrote nothing");
          }
        });
  }

  private ParameterException unknown(PluginCatalog plugins) {
    List<String> known = new ArrayList<>();
    Stream.of(Format.values()).map(Format::id).forEach(known::add);
    plugins.exporters().forEach(plugin -> known.add(plugin.id()));
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for option '--format': there is no format '%s'; there are: %s"
            .formatted(format, String.join(", ", known)));
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("warning: " + warning);
  }
}
