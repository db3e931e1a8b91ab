package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.format.Npy;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.TokenInput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the outputs of a fitted head. */
@Command(
    name = "predict",
    description = "Write the outputs of a fitted head (before any softmax) for token features.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;

  @Mixin private TokenOptions tokens;

  @Option(
      names = {"-i", "--images"},
      paramLabel = "PATH",
      description = {
        "Images instead of tokens, as for the verb tokens. They become tokens as those that the head"
            + " was fitted on did."
      })
  private Path images;

  @Option(
      names = {"-b", "--backbone"},
      paramLabel = "FILE",
      description = "The backbone of the tokens that the head was fitted on; no other is taken.")
  private Path backbone;

  @Option(
      names = "--whitening",
      paramLabel = "FILE",
      description = "The whitening of the tokens that the head was fitted on; no other is taken.")
  private Path whitening;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Write n x c outputs (pooled) or n x s x c outputs here, .npy, float64.")
  private Path out;

  @Mixin private ImageSelection selection;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  PredictCommand() {}

  @Override
  public Integer call() {
    OutputFile.requireWritable(out);
    FittedHead head = model.load();
    if (tokens.given() == (images != null)) {
      throw new InvalidInputException("give either --tokens FILE or --images PATH");
    }
    if (images == null && selection.isGiven()) {
      throw new InvalidInputException("--from and --limit choose images; give --images PATH");
    }
    return images == null
        ? write(head, read(head), List.of())
        : ImageTokens.with(
            head,
            images,
            selection,
            backbone,
            whitening,
            (read, notes) -> write(head, read, notes));
  }

  private Tokens read(FittedHead head) {
    TokenInput input = tokens.input();
    Tokens read = model.plugins().tokens(input);
    input.requireShape(read.shape(), head);
    return read;
  }

  private int write(FittedHead head, Tokens read, List<String> notes) {
    double[] outputs = head.predict(read);
    List<Integer> shape =
        head.head().pooling() != Pooling.NONE
            ? List.of(read.samples(), head.outputs())
            : List.of(read.samples(), read.shape().tokens(), head.outputs());
    Npy.write(out, outputs, shape.stream().mapToLong(Integer::longValue).toArray());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("samples", read.samples());
    facts.put("shape", shape);
    facts.put("out", out.toString());
    facts.put("notes", notes);
    FitReport.addRecorded(facts, head);
    json.write(
        facts,
        spec.commandLine().getOut(),
        text -> {
          notes.forEach(note -> text.println(FitReport.line("note", "%s", note)));
          text.println(FitReport.line("outputs", "%d samples to %s", read.samples(), out));
          text.println(FitReport.recorded(head));
        });
    return 0;
  }
}
