package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.measure.ClassReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A page about a fitted head.
 *
 * @param head the head
 * @param history how the fit went; null without
 * @param path how beta was chosen; null without
 * @param samples what may be shown of the data
 * @param measured how good it is on these samples; null where that is not known
 * @param agreement how the groups of attention agree with others; may be empty
 * @param profiles where the heads' weights lie along the tokens; may be empty
 * @param compared the heads of a comparison; null without
 */
public record Report(
    FittedHead head,
    HistoryFile history,
    PathFile path,
    Samples samples,
    Measured measured,
    List<ClusterAgreement> agreement,
    List<WeightProfile> profiles,
    ComparedHeads compared) {

  /** The classes of more are not shown one by one. */
  private static final int MOST_CLASSES = 3000;

  /** Copies the lists. */
  public Report {
    agreement = List.copyOf(agreement);
    profiles = List.copyOf(profiles);
  }

  /**
   * Writes the page, completely or not at all.
   *
   * @param file the HTML file
   * @param shown how many samples of every kind are shown one by one
   */
  public void write(Path file, int shown) {
    byte[] bytes = html(shown).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }

  String html(int shown) {
    Page page = new Page();
    FitSection.summary(page, head);
    if (history != null) {
      FitSection.history(page, history);
    }
    if (path != null) {
      PathSection.write(page, path);
    }
    if (measured != null) {
      measures(page);
    }
    if (compared != null) {
      ComparisonSection.write(page, compared);
    }
    samples(page, shown);
    FitSection.singularValues(page, head);
    HeadsSection.table(page, head, samples);
    HeadsSection.weights(page, head, ofImages());
    AgreementSection.profiles(page, profiles);
    page.raw(
        "<footer>"
            + Page.escape("Written by convex-heads " + head.provenance().version() + ".")
            + "</footer>");
    String type = head.provenance().configuration().get("head.type");
    return page.html(
        "A convex " + type + " head, explained", HeadlineSection.html(head, samples, measured));
  }

  private void measures(Page page) {
    HeadlineSection.metrics(page, samples, measured);
    Optional<ClassReport> classes =
        measured.measures().classes().filter(report -> report.matrix().classes() <= MOST_CLASSES);
    classes.ifPresent(report -> ClassSection.write(page, report, samples));
    classes.ifPresent(report -> ConfusionSection.write(page, report, samples));
  }

  private void samples(Page page, int shown) {
    if (samples.tokens() != null && shown > 0) {
      double[] outputs = measured == null ? head.predict(samples.tokens()) : measured.outputs();
      SampleSection.write(page, head, samples, new Answers(head, outputs, samples), shown);
    }
    if (!agreement.isEmpty()) {
      AgreementSection.write(page, agreement);
    }
  }

  /** Whether the tokens are known to come from images, so that a square of them means something. */
  private boolean ofImages() {
    return samples.pictures().isPresent()
        || head.provenance().extra().containsKey(TokenRecipe.RECORD);
  }
}
