package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.data.TokenInput;
import io.github.convexheads.bench.predict.Form;
import io.github.convexheads.bench.predict.PredictionFile;
import io.github.convexheads.bench.predict.Predictions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the outputs of a fitted head. */
@Command(
    name = "predict",
    description = {
      "Write what a fitted head says of token features: outputs before any softmax, probabilities, or"
          + " classes."
    },
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
      names = "--as",
      defaultValue = "logits",
      paramLabel = "FORM",
      description = {
        "logits: the outputs, before any softmax; probabilities: of every class or label; classes: the"
            + " likeliest class, or 0 and 1 for every label. Default ${DEFAULT-VALUE}."
      })
  private Form form;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = {
        "Write here: .csv with ids and names, else .npy: n x c (pooled) or n x s x c, float64; classes"
            + " n or n x s, int64. - writes CSV to standard output."
      })
  private Path out;

  @Mixin private ImageSelection selection;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  PredictCommand() {}

  @Override
  public Integer call() {
    if (toStandardOutput() && json.takesStandardOutput()) {
      throw new InvalidInputException(
          "--out - and --json both want standard output; write --json FILE");
    }
    if (!toStandardOutput()) {
      OutputFile.requireWritable(out);
    }
    FittedHead head = model.load();
    if (tokens.given() == (images != null)) {
      throw new InvalidInputException("give either --tokens FILE or --images PATH");
    }
    if (images == null && selection.isGiven()) {
      throw new InvalidInputException("--from and --limit choose images; give --images PATH");
    }
    return images == null
        ? write(head, read(head), List.of(), Integer::toString)
        : ImageTokens.with(
            head,
            images,
            selection,
            backbone,
            whitening,
            (read, notes, ids) -> write(head, read, notes, ids));
  }

  private Tokens read(FittedHead head) {
    TokenInput input = tokens.input();
    Tokens read = tokens.read(model.plugins());
    input.requireShape(read.shape(), head);
    RecordedInputs.paddingTaken(head, read).ifPresent(Notes.to(spec));
    return read;
  }

  private boolean toStandardOutput() {
    return out.toString().equals("-");
  }

  private int write(FittedHead head, Tokens read, List<String> notes, IntFunction<String> ids) {
    Predictions predictions = Predictions.of(head, read, form);
    PrintWriter text = spec.commandLine().getOut();
    if (toStandardOutput()) {
      text.print(PredictionFile.csv(predictions, ids));
      text.flush();
      text = spec.commandLine().getErr();
    } else {
      PredictionFile.write(predictions, ids, out);
    }
    Facts facts =
        new Facts(
            read.samples(),
            form.name().toLowerCase(Locale.ROOT),
            predictions.shape(),
            out.toString(),
            notes,
            RecordedFacts.of(head));
    json.write(facts, text, writer -> print(writer, head, read.samples(), notes));
    return 0;
  }

  /** What was predicted and where it is. */
  private record Facts(
      int samples,
      String as,
      long[] shape,
      String out,
      List<String> notes,
      @JsonUnwrapped RecordedFacts recorded) {}

  private void print(PrintWriter text, FittedHead head, int samples, List<String> notes) {
    notes.forEach(note -> text.println(FitReport.line("note", "%s", note)));
    if (!toStandardOutput()) {
      String what = form == Form.LOGITS ? "outputs" : form.name().toLowerCase(Locale.ROOT);
      text.println(FitReport.line(what, "%d samples to %s", samples, out));
      text.println(FitReport.recorded(head));
    }
  }
}
