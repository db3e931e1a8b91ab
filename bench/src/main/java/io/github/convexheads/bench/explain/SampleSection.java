package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Tokens;
import java.util.List;

/** What the heaviest heads do with single samples: their maps, and their groups over the image. */
final class SampleSection {
  private static final int SIDE = 160;

  private SampleSection() {}

  static void write(Page page, FittedHead head, Samples samples, int count) {
    List<NetworkHead> heads = head.networkWeights();
    Tokens seen = head.preprocessing().apply(samples.tokens());
    int shown = Math.min(count, seen.samples());
    if (heads.isEmpty() || head.lift().interpret(heads.get(0), sample(seen, 0)).isEmpty()) {
      return;
    }
    page.section(
        "What attention groups",
        "For single samples and the head that is picked: the image, which parts the head looks at"
            + " (bright), and which parts it treats alike (one colour), beside the whole attention"
            + " map.");
    double[] outputs = head.predict(samples.tokens().slice(0, shown));
    int drawn = Math.min(HeadsSection.MOST_PICTURES, heads.size());
    page.raw("<div class=\"pick\">" + choices(heads, drawn));
    for (int i = 0; i < shown; i++) {
      page.raw("<div class=\"sample\"><div class=\"figures\">");
      boolean grid = side(head) > 0 && i < samples.pictures().size();
      if (grid) {
        page.raw(picture(samples, i));
      }
      for (int h = 0; h < drawn; h++) {
        page.raw("<div class=\"of of" + (h + 1) + "\">");
        one(page, head, heads.get(h), grid ? i : -1, sample(seen, i));
        page.raw("</div>");
      }
      page.raw("</div><p class=\"says\">");
      page.raw(Page.escape(caption(outputs, samples, head.outputs(), i)) + "</p></div>");
    }
    page.raw("</div>");
    page.paragraph(
        "In the attention map a row is a token that looks and a column a token that is looked at;"
            + " red adds, blue subtracts.");
    page.end();
  }

  /** Buttons that pick the head; the style sheet shows its figures alone. */
  private static String choices(List<NetworkHead> heads, int drawn) {
    double total = heads.stream().mapToDouble(NetworkHead::weight).sum();
    StringBuilder choices = new StringBuilder();
    for (int h = 1; h <= drawn; h++) {
      choices.append(
          Page.format(
              "<input type=\"radio\" name=\"pick\" id=\"pick%d\"%s/><label for=\"pick%d\">head %d"
                  + " (%.0f %%)</label>",
              h,
              h == 1 ? " checked=\"checked\"" : "",
              h,
              h,
              100 * heads.get(h - 1).weight() / total));
    }
    return choices.toString();
  }

  /** Tokens along a side of the square that they form; 0 where they form none. */
  private static int side(FittedHead head) {
    int s = head.preprocessing().output().tokens();
    int side = (int) Math.round(Math.sqrt(s));
    return side * side == s ? side : 0;
  }

  static double[] sample(Tokens seen, int i) {
    return seen.batch(i, i + 1, Precision.FLOAT64).values().doubles();
  }

  /** The figures of one head for one sample; {@code picture} is -1 without an image. */
  private static void one(
      Page page, FittedHead head, NetworkHead drawn, int picture, double[] sample) {
    int s = head.preprocessing().output().tokens();
    int side = side(head);
    for (Interpretation shown : head.lift().interpret(drawn, sample)) {
      if (picture >= 0 && shown.scale() == Scale.LABEL) {
        page.raw(groups(picture, shown, side));
      } else {
        if (picture >= 0 && shown.rows() == s && shown.columns() == s) {
          page.raw(lookedAt(picture, shown, s, side));
        }
        page.raw(HeadsSection.figure(shown, shown.name()));
      }
    }
  }

  /** The image itself; other figures use it by its id. */
  private static String picture(Samples samples, int i) {
    String data =
        Raster.image(
            samples.pictures().get(i),
            samples.shape().channels(),
            samples.shape().height(),
            samples.shape().width());
    return Page.format(
        "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\"><image id=\"image%d\" href=\"%s\""
            + " width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\""
            + " style=\"image-rendering: pixelated\"/></svg><figcaption>image</figcaption>"
            + "</figure>",
        SIDE, SIDE, i, data, SIDE, SIDE);
  }

  private static String groups(int picture, Interpretation labels, int side) {
    int s = side * side;
    String[] colors = new String[s];
    double[] opacities = new double[s];
    for (int t = 0; t < s; t++) {
      colors[t] = Raster.CLUSTERS[(int) labels.value(t, 0) % Raster.CLUSTERS.length];
      opacities[t] = 0.5;
    }
    return overlay(picture, colors, opacities, side, "parts treated alike");
  }

  /** Dark where a token is little looked at: by the mean size of its column of the map. */
  private static String lookedAt(int picture, Interpretation map, int s, int side) {
    double[] looked = new double[s];
    double most = 0;
    for (int u = 0; u < s; u++) {
      for (int t = 0; t < s; t++) {
        looked[u] += Math.abs(map.value(t, u));
      }
      most = Math.max(most, looked[u]);
    }
    String[] colors = new String[s];
    double[] opacities = new double[s];
    for (int u = 0; u < s; u++) {
      colors[u] = "#000000";
      opacities[u] = most > 0 ? 0.85 * (1 - looked[u] / most) : 0;
    }
    return overlay(picture, colors, opacities, side, "parts looked at");
  }

  private static String overlay(
      int picture, String[] colors, double[] opacities, int side, String caption) {
    StringBuilder svg = new StringBuilder("<figure><svg viewBox=\"0 0 160 160\" role=\"img\">");
    svg.append(Page.format("<use href=\"#image%d\"/>", picture));
    double cell = (double) SIDE / side;
    for (int t = 0; t < colors.length; t++) {
      int row = t / side;
      svg.append(
          Page.format(
              "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\""
                  + " fill-opacity=\"%.2f\"/>",
              t % side * cell, row * cell, cell, cell, colors[t], opacities[t]));
    }
    return svg.append("</svg><figcaption>")
        .append(caption)
        .append("</figcaption></figure>")
        .toString();
  }

  private static String caption(double[] outputs, Samples samples, int c, int i) {
    if (!(samples.targets() instanceof ClassLabels labels) || outputs.length / c <= i) {
      return "Sample " + (i + 1);
    }
    if (labels.positions() > 1) {
      return "Sample " + (i + 1);
    }
    int answer = 0;
    for (int p = 1; p < c; p++) {
      answer = outputs[i * c + p] > outputs[i * c + answer] ? p : answer;
    }
    return Page.format(
        "Sample %d: %s, answered %s", i + 1, samples.name(labels.label(i)), samples.name(answer));
  }
}
