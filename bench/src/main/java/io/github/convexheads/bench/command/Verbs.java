package io.github.convexheads.bench.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * The verbs, in the order of help. To find the options of all of them takes longer than a small fit
 * computes, so that a command line which begins with a verb knows that one alone.
 */
final class Verbs {
  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("demo", DemoCommand::new);
    ALL.put("fit", FitCommand::new);
    ALL.put("predict", PredictCommand::new);
    ALL.put("evaluate", EvaluateCommand::new);
    ALL.put("calibrate", CalibrateCommand::new);
    ALL.put("verify", VerifyCommand::new);
    ALL.put("export", ExportCommand::new);
    ALL.put("tokens", TokensCommand::new);
    ALL.put("compare", CompareCommand::new);
    ALL.put("explain", ExplainCommand::new);
    ALL.put("plugins", PluginsCommand::new);
    ALL.put("conformance", ConformanceCommand::new);
    ALL.put("schema", SchemaCommand::new);
    ALL.put("help", HelpCommand::new);
  }

  private Verbs() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Adds what a command line needs: its verb, or all where it begins with none or asks for help.
   */
  static void addTo(CommandLine line, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (ALL.containsKey(first) && !first.equals("help")) {
      line.addSubcommand(first, ALL.get(first).get());
    } else {
      ALL.forEach((name, verb) -> line.addSubcommand(name, verb.get()));
    }
  }
}
