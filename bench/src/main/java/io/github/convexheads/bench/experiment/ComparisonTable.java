package io.github.convexheads.bench.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The table of a comparison, best test score last to be looked at: rows are in the order of the
 * experiment.
 *
 * @param rows one row a head
 */
public record ComparisonTable(List<ComparisonRow> rows) {
  /** Titles of the columns of {@link #csv()}. */
  static final String CSV_TITLES =
      "head,type,activation,parameters,beta_fraction,beta,rank,relative_gap,validation,test,"
          + "test_low,test_high,top5,fit_seconds,path_seconds,seeds,proven";

  private static final String[] TITLES = {
    "head",
    "activation",
    "parameters",
    "beta/max",
    "rank",
    "gap",
    "valid.",
    "test",
    "95 % interval",
    "top-5",
    "fit s",
    "path s"
  };

  /** Copies the list. */
  public ComparisonTable {
    rows = List.copyOf(rows);
  }

  /**
   * Summarises results.
   *
   * @param results for every head one result a seed
   * @return the table
   */
  public static ComparisonTable of(Collection<List<TrialResult>> results) {
    return new ComparisonTable(results.stream().map(ComparisonRow::of).toList());
  }

  /**
   * Says whether every row is proven.
   *
   * @return true if the chosen fit of every head and seed is proven to its tolerance
   */
  public boolean proven() {
    return rows.stream().allMatch(ComparisonRow::proven);
  }

  /**
   * Returns the table as lines of Markdown, aligned so that it also reads as text.
   *
   * @return the lines
   */
  public List<String> text() {
    List<String[]> cells = new ArrayList<>();
    cells.add(TITLES);
    rows.forEach(row -> cells.add(cells(row)));
    int[] widths = new int[TITLES.length];
    for (String[] line : cells) {
      for (int k = 0; k < widths.length; k++) {
        widths[k] = Math.max(widths[k], line[k].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] line : cells) {
      StringBuilder text = new StringBuilder("|");
      for (int k = 0; k < widths.length; k++) {
        String pad = " ".repeat(widths[k] - line[k].length());
        text.append(' ').append(k < 2 ? line[k] + pad : pad + line[k]).append(" |");
      }
      lines.add(text.toString());
    }
    StringBuilder rule = new StringBuilder("|");
    for (int k = 0; k < widths.length; k++) {
      rule.append(k < 2 ? ":" : "-").append("-".repeat(widths[k])).append(k < 2 ? "-|" : ":|");
    }
    lines.add(1, rule.toString());
    return lines;
  }

  private static String[] cells(ComparisonRow row) {
    return new String[] {
      row.head(),
      row.activation(),
      Long.toString(row.parameters()),
      format("%.3g", row.betaFraction()),
      format(row.rank() == Math.rint(row.rank()) ? "%.0f" : "%.1f", row.rank()),
      format("%.1e", row.relativeGap()) + (row.proven() ? "" : " (!)"),
      percent(row.validation()),
      percent(row.test().mean()),
      percent(row.test().low()) + " to " + percent(row.test().high()),
      row.top5() == null ? "" : percent(row.top5()),
      format("%.1f", row.fitSeconds()),
      format("%.1f", row.pathSeconds())
    };
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Returns the rows as lines of CSV, each with its line break. */
  List<String> csv() {
    return rows.stream().map(ComparisonTable::csv).toList();
  }

  private static String csv(ComparisonRow row) {
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%d,%.6g,%.17g,%.2f,%.6g,%.6f,%.6f,%.6f,%.6f,%s,%.3f,%.3f,%d,%b%n",
        row.head(),
        row.type(),
        row.activation(),
        row.parameters(),
        row.betaFraction(),
        row.beta(),
        row.rank(),
        row.relativeGap(),
        row.validation(),
        row.test().mean(),
        row.test().low(),
        row.test().high(),
        row.top5() == null ? "" : format("%.6f", row.top5()),
        row.fitSeconds(),
        row.pathSeconds(),
        row.seeds(),
        row.proven());
  }
}
