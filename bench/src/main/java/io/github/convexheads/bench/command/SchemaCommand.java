package io.github.convexheads.bench.command;

import io.github.convexheads.bench.schema.SchemaDocuments;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what verbs write with {@code --json}. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of everything that verbs write with --json.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Option(names = "--markdown", description = "Print it as a page for people instead.")
  private boolean markdown;

  @Spec private CommandSpec spec;

  SchemaCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      SchemaDocuments.page().forEach(out::println);
    } else {
      out.println(SchemaDocuments.jsonSchema());
    }
    return 0;
  }
}
