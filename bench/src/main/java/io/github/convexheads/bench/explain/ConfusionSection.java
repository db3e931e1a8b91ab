package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which classes are taken for which. */
final class ConfusionSection {
  private static final int NAMED = 20;
  private static final int LISTED = 10;

  private ConfusionSection() {}

  static void write(Page page, FittedHead head, Samples samples) {
    ClassLabels labels = (ClassLabels) samples.targets();
    int c = labels.outputs();
    double[] counts = counts(head.predict(samples.tokens()), labels);
    double right = 0;
    for (int k = 0; k < c; k++) {
      right += counts[k * c + k];
    }
    int rows = labels.samples() * labels.positions();
    page.section(
        "What is taken for what",
        Page.format(
            "Every row is a true class, every column an answer; on the diagonal the answer is right,"
                + " which it is for %.1f %% of these %d samples.",
            100 * right / rows, rows));
    if (c <= NAMED) {
      page.raw(named(counts, c, samples));
    } else {
      page.raw(
          "<figure class=\"large\"><img alt=\"confusion matrix\" src=\""
              + Raster.matrix(counts, c, c, Scale.MAGNITUDE)
              + "\"/><figcaption>rows: true class; columns: answer; bright is often</figcaption>"
              + "</figure>");
    }
    page.paragraph(
        "Most frequent mistakes, the true class first: " + mistakes(counts, c, samples) + ".");
    page.end();
  }

  /** Returns c x c counts, true class by answer. */
  static double[] counts(double[] outputs, ClassLabels labels) {
    int c = labels.outputs();
    double[] counts = new double[c * c];
    for (int row = 0; row < outputs.length / c; row++) {
      int answer = 0;
      for (int p = 1; p < c; p++) {
        answer = outputs[row * c + p] > outputs[row * c + answer] ? p : answer;
      }
      counts[labels.label(row) * c + answer]++;
    }
    return counts;
  }

  private static String named(double[] counts, int c, Samples samples) {
    StringBuilder table =
        new StringBuilder("<div class=\"wide\"><table class=\"square\"><tr><th></th>");
    for (int p = 0; p < c; p++) {
      table.append("<th class=\"answer\">").append(Page.escape(samples.name(p))).append("</th>");
    }
    table.append("</tr>");
    for (int k = 0; k < c; k++) {
      double sum = 0;
      for (int p = 0; p < c; p++) {
        sum += counts[k * c + p];
      }
      table.append("<tr><th>").append(Page.escape(samples.name(k))).append("</th>");
      for (int p = 0; p < c; p++) {
        double share = sum > 0 ? counts[k * c + p] / sum : 0;
        table.append(
            Page.format(
                "<td style=\"background: rgba(%s, %.2f)\">%.0f</td>",
                p == k ? "16, 185, 129" : "239, 68, 68", 0.8 * share, counts[k * c + p]));
      }
      table.append("</tr>");
    }
    return table.append("</table></div>").toString();
  }

  private static String mistakes(double[] counts, int c, Samples samples) {
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (i / c != i % c && counts[i] > 0) {
        wrong.add(i);
      }
    }
    wrong.sort(Comparator.comparingDouble(i -> -counts[i]));
    List<String> words = new ArrayList<>();
    for (int i : wrong.subList(0, Math.min(LISTED, wrong.size()))) {
      words.add(
          Page.format(
              "%s taken for %s (%.0f)", samples.name(i / c), samples.name(i % c), counts[i]));
    }
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
