package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Interpretation.Scale;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.model.FittedHead;
import java.util.List;

/** Single samples: their answers, what the heaviest heads do with them, and their groups. */
final class SampleSection {
  private static final int SIDE = 160;

  private final FittedHead head;
  private final Samples samples;
  private final Answers answers;
  private final List<NetworkHead> drawn;
  private final boolean maps;
  private final boolean strips;
  private final int side;

  private SampleSection(FittedHead head, Samples samples, Answers answers) {
    this.head = head;
    this.samples = samples;
    this.answers = answers;
    List<NetworkHead> heads = head.networkWeights();
    OwnTokens first = OwnTokens.of(head, samples.tokens(), 0);
    List<Interpretation> ofFirst =
        heads.isEmpty() ? List.of() : first.lift().interpret(heads.get(0), first.values());
    this.maps = !ofFirst.isEmpty();
    this.strips = ofFirst.stream().anyMatch(shown -> shown.scale() == Scale.LABEL);
    this.drawn =
        maps ? heads.subList(0, Math.min(HeadsSection.MOST_PICTURES, heads.size())) : List.of();
    this.side = side(head.preprocessing().output().tokens());
  }

  static void write(Page page, FittedHead head, Samples samples, Answers answers, int count) {
    List<ShownSamples> shown = ShownSamples.of(answers, count);
    if (!shown.isEmpty()) {
      new SampleSection(head, samples, answers).write(page, shown);
    }
  }

  private void write(Page page, List<ShownSamples> shown) {
    page.section(maps ? "What attention groups" : "Single samples", sentence());
    page.raw("<div class=\"pick\">" + choices());
    for (ShownSamples group : shown) {
      page.raw("<h3>" + Page.escape(group.title()) + "</h3>");
      group.samples().forEach(i -> one(page, i));
    }
    page.raw("</div>");
    String legend = maps ? "Red adds, blue subtracts; tokens are counted from 0. " : "";
    page.paragraph(legend + "Samples are counted from 0, as in their file.");
    page.end();
  }

  /** Says what is there to see, and nothing else. */
  private String sentence() {
    String pictures = samples.pictures().isPresent() ? "the image, " : "";
    if (!maps) {
      return "For single samples: " + pictures + "what is right and what the head answers.";
    }
    String overlays =
        samples.pictures().isPresent() && side > 0 && strips
            ? "which parts the head looks at (bright), which it treats alike (one colour), and "
            : "";
    return "For single samples and the head that is picked: "
        + pictures
        + overlays
        + "the attention map, in which a row is a token that looks and a column a token that is"
        + " looked at"
        + (strips
            ? "; in the strip beside it, tokens that are treated alike have one colour."
            : ".");
  }

  private void one(Page page, int i) {
    int own = samples.tokens().length(i);
    String length =
        samples.tokens().padded()
            ? "; %s of %s tokens are its own".formatted(own, samples.tokens().shape().tokens())
            : "";
    page.raw("<div class=\"sample\"><p>" + Page.escape(answers.caption(i) + length) + "</p>");
    page.raw("<div class=\"figures\">");
    samples.pictures().ifPresent(pictures -> page.raw(picture(pictures, i)));
    if (maps) {
      OwnTokens sample = OwnTokens.of(head, samples.tokens(), i);
      for (int h = 0; h < drawn.size(); h++) {
        page.raw("<div class=\"of of" + (h + 1) + "\">");
        maps(page, drawn.get(h), i, sample);
        page.raw("</div>");
      }
    }
    page.raw("</div></div>");
  }

  /** The figures of one head for one sample. */
  private void maps(Page page, NetworkHead one, int picture, OwnTokens sample) {
    List<Interpretation> all = sample.lift().interpret(one, sample.values());
    Interpretation groups =
        all.stream()
            .filter(shown -> shown.scale() == Scale.LABEL && shown.columns() == 1)
            .findFirst()
            .orElse(null);
    boolean onImage = samples.pictures().isPresent() && side > 0 && sample.count() == side * side;
    for (Interpretation shown : all) {
      boolean map = shown.rows() == side * side && shown.columns() == side * side;
      if (onImage && map) {
        page.raw(lookedAt(picture, shown));
      }
      if (onImage && shown.equals(groups)) {
        page.raw(groups(picture, shown));
      }
    }
    for (Interpretation shown : all) {
      boolean strip = groups != null && shown.rows() == groups.rows() && !shown.equals(groups);
      if (strip || groups == null || !shown.equals(groups)) {
        page.raw(
            MatrixPlot.figure(shown, Raster.largest(shown), strip ? groups : null, shown.name()));
      }
    }
  }

  /** Buttons that pick the head; the style sheet shows its figures alone. */
  private String choices() {
    double total = head.networkWeights().stream().mapToDouble(NetworkHead::weight).sum();
    StringBuilder choices = new StringBuilder();
    for (int h = 1; h <= drawn.size(); h++) {
      choices.append(
          Page.format(
              "<input type=\"radio\" name=\"pick\" id=\"pick%d\"%s/><label for=\"pick%d\">head %d"
                  + " (%.0f %%)</label>",
              h,
              h == 1 ? " checked=\"checked\"" : "",
              h,
              h,
              100 * drawn.get(h - 1).weight() / total));
    }
    return choices.toString();
  }

  /** Tokens along a side of the square that they form; 0 where they form none. */
  private static int side(int s) {
    int side = (int) Math.round(Math.sqrt(s));
    return side * side == s ? side : 0;
  }

  /** The image itself; other figures use it by its id. */
  private static String picture(Pictures pictures, int i) {
    String data =
        Raster.image(
            pictures.read().apply(i),
            pictures.shape().channels(),
            pictures.shape().height(),
            pictures.shape().width());
    return Page.format(
        "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\"><image id=\"image%d\" href=\"%s\""
            + " width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\""
            + " style=\"image-rendering: pixelated\"/></svg><figcaption>image</figcaption>"
            + "</figure>",
        SIDE, SIDE, i, data, SIDE, SIDE);
  }

  private String groups(int picture, Interpretation labels) {
    int s = side * side;
    String[] colors = new String[s];
    double[] opacities = new double[s];
    for (int t = 0; t < s; t++) {
      colors[t] = Raster.CLUSTERS[(int) labels.value(t, 0) % Raster.CLUSTERS.length];
      opacities[t] = 0.5;
    }
    return overlay(picture, colors, opacities, "parts treated alike");
  }

  /** Dark where a token is little looked at: by the mean size of its column of the map. */
  private String lookedAt(int picture, Interpretation map) {
    int s = side * side;
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
    return overlay(picture, colors, opacities, "parts looked at");
  }

  private String overlay(int picture, String[] colors, double[] opacities, String caption) {
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
}
