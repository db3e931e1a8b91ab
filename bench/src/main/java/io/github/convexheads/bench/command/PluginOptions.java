package io.github.convexheads.bench.command;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.TokenReaderProvider;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.api.wiring.Overrides;
import io.github.convexheads.api.wiring.Wiring;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.data.TokenInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --plugins}: where heads, losses and solvers of others are found. */
final class PluginOptions {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "Also use the plugins in this folder: jars, or folders of classes or jars. By default"
              + " ~/.convex-heads/plugins, if there is one.")
  private Path folder;

  private final Set<String> warned = new HashSet<>();
  private PluginCatalog catalog;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  PluginOptions() {}

  /** The options of the verb that was asked for, if it takes plugins. */
  static Optional<PluginOptions> of(CommandLine line) {
    CommandLine verb = line;
    while (verb.getParseResult() != null && verb.getParseResult().hasSubcommand()) {
      verb = verb.getParseResult().subcommand().commandSpec().commandLine();
    }
    return of(verb.getCommandSpec());
  }

  /** Also those of a group of options that has them in turn. */
  private static Optional<PluginOptions> of(CommandSpec spec) {
    if (spec.userObject() instanceof PluginOptions found) {
      return Optional.of(found);
    }
    return spec.mixins().values().stream()
        .map(PluginOptions::of)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** All plugins: those of the application and those of the folder. */
  PluginCatalog catalog() {
    if (catalog == null) {
      Path users = Path.of(System.getProperty("user.home"), ".convex-heads", "plugins");
      PluginCatalog own = PluginCatalog.load();
      if (folder != null) {
        catalog = own.withFolder(folder);
      } else {
        catalog = Files.isDirectory(users) ? own.withFolder(users) : own;
      }
      catalog.warnings().forEach(this::warn);
    }
    return catalog;
  }

  /** Returns the jars of the folder, which other machines need, too. */
  List<String> jars() {
    Path users = Path.of(System.getProperty("user.home"), ".convex-heads", "plugins");
    Path used = folder == null ? users : folder;
    if (!Files.isDirectory(used)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(used, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .map(file -> file.toAbsolutePath().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException("the plugin folder %s: %s".formatted(used, e), e);
    }
  }

  /** Returns the loss, where the configuration chooses one. */
  Optional<Loss> loss(Configuration configuration) {
    return configuration
        .loss()
        .map(choice -> Wiring.of(configuration, catalog(), Overrides.none()).get(Loss.class));
  }

  /** Reads tokens, by a plugin that knows the format of the file, or as one that is built in. */
  Tokens tokens(TokenInput input) {
    warnOfOrder(input.sources());
    Optional<Path> single =
        input.sources().size() == 1 && !input.sources().get(0).standardInput()
            ? Optional.of(input.sources().get(0).file()).filter(Files::isRegularFile)
            : Optional.empty();
    return single.flatMap(file -> read(file, input)).orElseGet(input::read);
  }

  /** Warns of files in an order that is hardly meant. */
  void warnOfOrder(List<ArraySource> sources) {
    ArraySource.doubts(sources).forEach(this::warn);
  }

  private Optional<Tokens> read(Path file, TokenInput input) {
    for (Plugin<TokenReaderProvider> plugin : catalog().readers()) {
      CheckedReader reader = CheckedReader.of(plugin);
      if (reader.reads(file)) {
        if (input.layout().isPresent() || input.dropped() > 0) {
          throw new InvalidInputException(
              "--layout and --drop-tokens do not go with %s, which the reader %s reads"
                  .formatted(file, plugin.id()));
        }
        return Optional.of(reader.read(file));
      }
    }
    return Optional.empty();
  }

  /** Starts from defaults. */
  ConvexHeads builder() {
    return ConvexHeads.builder().plugins(catalog()).listener(warnings());
  }

  /** Starts from a configuration. */
  ConvexHeads configured(Configuration configuration) {
    return ConvexHeads.configured(configuration).plugins(catalog()).listener(warnings());
  }

  /**
   * Begins to load the kernel that a configuration chooses, in a thread of its own while data are
   * read. Whoever uses the kernel waits for it, and hears why it cannot be loaded.
   */
  void loadKernel(Configuration configuration) {
    PluginCatalog plugins = catalog();
    Runnable load =
        () -> Wiring.of(configuration, plugins, Overrides.none()).get(Kernels.Choice.class);
    Thread thread = new Thread(load, "kernel");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((loading, failure) -> {});
    thread.start();
  }

  private ProgressListener warnings() {
    return new ProgressListener() {
      @Override
      public void progressed(Progress progress) {}

      @Override
      public void warned(String warning) {
        warn(warning);
      }
    };
  }

  private void warn(String warning) {
    if (warned.add(warning)) {
      verb.commandLine().getErr().println("convex-heads: warning: " + warning);
    }
  }
}
