package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.bench.text.Durations;
import io.github.convexheads.bench.text.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The table of a comparison: rows are in the order of the experiment.
 *
 * @param rows one row a head
 */
public record ComparisonTable(List<ComparisonRow> rows) {
  private static final int WORDS = 2;

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

  /** The metrics beside the one that chose beta, in the order of the first row. */
  private List<String> others() {
    Set<String> ids = rows.get(0).measures().keySet();
    return ids.stream().filter(id -> !id.equals(rows.get(0).score().id())).toList();
  }

  /**
   * Returns the table as lines of Markdown, aligned so that it also reads as text.
   *
   * @param width the columns of the terminal; a wider table is cut between columns
   * @return the lines
   */
  public List<String> text(int width) {
    List<String> titles =
        new ArrayList<>(
            List.of("head", "activation", "parameters", "beta/max", "rank", "gap", "valid."));
    titles.add("test " + rows.get(0).score().id());
    titles.add("95 % interval");
    titles.addAll(others());
    titles.addAll(List.of("fit", "path"));
    TextTable table = new TextTable(WORDS, titles);
    rows.forEach(row -> table.row(cells(row)));
    return table.lines(width);
  }

  private List<String> cells(ComparisonRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.head());
    cells.add(row.activation());
    cells.add(Long.toString(row.parameters()));
    cells.add(format("%.3g", row.betaFraction()));
    cells.add(format(row.rank() == Math.rint(row.rank()) ? "%.0f" : "%.1f", row.rank()));
    cells.add(GapText.of(row.relativeGap()) + (row.proven() ? "" : " (!)"));
    cells.add(row.score().text(row.validation()));
    cells.add(row.score().text(row.test().mean()));
    cells.add(
        Double.isNaN(row.test().low())
            ? "-"
            : row.score().text(row.test().low()) + " to " + row.score().text(row.test().high()));
    others().forEach(id -> cells.add(measure(row, id)));
    cells.add(Durations.text(row.fitSeconds()));
    cells.add(Durations.text(row.pathSeconds()));
    return cells;
  }

  private static String measure(ComparisonRow row, String id) {
    Double value = row.measures().get(id);
    if (value == null) {
      return "-";
    }
    return row.shares().contains(id) ? format("%.1f %%", 100 * value) : format("%.4f", value);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Returns the titles of the columns of {@link #csv()}. */
  List<String> csvTitles() {
    List<String> titles =
        new ArrayList<>(
            List.of(
                "head",
                "type",
                "activation",
                "parameters",
                "beta_fraction",
                "beta",
                "rank",
                "relative_gap",
                "score",
                "validation",
                "test",
                "test_low",
                "test_high"));
    others().forEach(id -> titles.add("test_" + id.replace('-', '_')));
    titles.addAll(List.of("fit_seconds", "path_seconds", "seeds", "proven"));
    return titles;
  }

  /** Returns the fields of every row. */
  List<List<Object>> csv() {
    return rows.stream().map(this::csv).toList();
  }

  private List<Object> csv(ComparisonRow row) {
    List<Object> fields = new ArrayList<>();
    fields.addAll(List.of(row.head(), row.type(), row.activation(), row.parameters()));
    fields.addAll(List.of(row.betaFraction(), row.beta(), row.rank(), row.relativeGap()));
    fields.addAll(List.of(row.score().id(), row.validation(), row.test().mean()));
    fields.add(defined(row.test().low()));
    fields.add(defined(row.test().high()));
    for (String id : others()) {
      Double value = row.measures().get(id);
      fields.add(value == null ? "" : value);
    }
    fields.addAll(List.of(row.fitSeconds(), row.pathSeconds(), row.seeds(), row.proven()));
    return fields;
  }

  private static Object defined(double value) {
    return Double.isNaN(value) ? "" : value;
  }
}
