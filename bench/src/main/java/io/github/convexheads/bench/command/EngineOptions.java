package io.github.convexheads.bench.command;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.program.EngineProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --engine}: where tokens are read and kept, if not on this machine. */
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "ID",
      description = {
        "Read tokens, and fit or predict, on a cluster: spark. --tokens then also takes addresses, as"
            + " hdfs://host/part-*.npy. The verb plugins lists engines and their settings."
      })
  private String id;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "Address of the engine's cluster, as spark://host:7077; by default this machine, local[*]."
      })
  private String master;

  @Option(
      names = "--engine-set",
      paramLabel = "KEY=VALUE",
      description = {"Any other setting of the engine, as conf=spark.executor.memory=4g."})
  private Map<String, String> values = new LinkedHashMap<>();

  private Engine engine;

  EngineOptions() {}

  /** Lets go of the engine of the verb that ran, if it opened one. */
  static void close(CommandLine line) {
    CommandLine verb = line;
    while (verb.getParseResult() != null && verb.getParseResult().hasSubcommand()) {
      verb = verb.getParseResult().subcommand().commandSpec().commandLine();
    }
    close(verb.getCommandSpec());
  }

  private static void close(CommandSpec spec) {
    if (spec.userObject() instanceof EngineOptions found && found.engine != null) {
      found.engine.close();
      found.engine = null;
    }
    spec.mixins().values().forEach(EngineOptions::close);
  }

  /** Says whether an engine was asked for. */
  boolean given() {
    if (id == null && (master != null || !values.isEmpty())) {
      throw new InvalidInputException(
          "--master and --engine-set say where an engine runs; name it with --engine spark");
    }
    return id != null;
  }

  DistributedTokens tokens(PluginOptions plugins, Engine.TokenFiles files) {
    if (engine == null) {
      engine = opened(plugins);
    }
    return engine.read(files);
  }

  private Engine opened(PluginOptions plugins) {
    if (plugins.catalog().engines().isEmpty() && !id.equals("spark")) {
      throw new InvalidInputException(
          "there is no engine '%s', and none at all here; put its jar into a folder and say --plugins FOLDER"
              .formatted(id));
    }
    if (plugins.catalog().engines().isEmpty()) {
      throw new InvalidInputException(
          "there is no engine '%s' here: it needs the jars of Spark 4.2; set SPARK_HOME to a Spark"
                  .formatted(id)
              + " installation (.github/SPARK.md)");
    }
    Plugin<EngineProvider> plugin = plugins.catalog().engine(id);
    Map<String, String> all = withJars(values, plugin.settings(), plugins.jars());
    if (master != null) {
      all.put("master", master);
    }
    Settings settings = Settings.of("engine", plugin.settings(), all, Map.of());
    return plugin.call("create()", () -> plugin.provider().create(settings));
  }

  /** The jars of plugins go to engines that send jars to other machines. */
  static Map<String, String> withJars(
      Map<String, String> values, List<Setting<?>> known, List<String> jars) {
    Map<String, String> all = new LinkedHashMap<>(values);
    boolean sends = known.stream().anyMatch(setting -> setting.key().equals("jars"));
    if (sends && !jars.isEmpty()) {
      all.merge("jars", String.join(",", jars), (given, found) -> given + "," + found);
    }
    return all;
  }
}
