package io.github.convexheads.bench.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.bench.text.Csv;
import io.github.convexheads.bench.text.Printable;
import io.github.convexheads.bench.text.TextTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a comparison came to: a table for every token set.
 *
 * <p>Of a set without a name there is the bare table; sets with names have theirs in front of it.
 *
 * @param sets the sets, in the order of the comparison
 */
public record ComparedSets(List<Compared> sets) {
  /**
   * The results of one set.
   *
   * @param set the set
   * @param trials by name of the head, in the order of the experiment, one result a seed
   * @param pairs every head against the one that is best on validation, on the same test samples
   * @param preprocessing the steps that every head took, in words
   */
  public record Compared(
      TokenSet set,
      Map<String, List<TrialResult>> trials,
      List<PairedComparison> pairs,
      Map<String, String> preprocessing) {
    /** Which heads took the same steps, one line for all of them. */
    private List<String> preprocessingText() {
      Map<String, List<String>> heads = new LinkedHashMap<>();
      preprocessing.forEach(
          (head, steps) -> heads.computeIfAbsent(steps, key -> new ArrayList<>()).add(head));
      List<String> lines = new ArrayList<>();
      heads.forEach(
          (steps, names) ->
              lines.add(
                  "preprocessing     "
                      + (heads.size() == 1
                          ? "%s, for every head".formatted(steps)
                          : "%s, for %s"
                              .formatted(steps, Printable.of(String.join(", ", names))))));
      return lines;
    }

    ComparisonTable table() {
      return ComparisonTable.of(trials.values());
    }

    private List<String> pairsText(int width) {
      ScoreKind kind = table().rows().get(0).score();
      PairedComparison any = pairs.get(0);
      boolean tested = any.mcnemar() != null;
      List<String> titles = new ArrayList<>(List.of("against " + any.against(), "difference"));
      titles.add("95 % interval");
      if (tested) {
        titles.add("McNemar p");
      }
      TextTable table = new TextTable(1, titles);
      for (PairedComparison pair : pairs) {
        List<String> cells = new ArrayList<>(List.of(pair.head(), kind.signed(pair.difference())));
        cells.add(kind.signed(pair.low()) + " to " + kind.signed(pair.high()));
        if (tested) {
          cells.add(String.format(Locale.ROOT, "%.2g", pair.mcnemar()));
        }
        table.row(cells);
      }
      return table.lines(width);
    }

    private Facts facts() {
      ComparisonTable table = table();
      return new Facts(
          set.named() ? set.name() : null,
          table.proven(),
          table.rows(),
          preprocessing,
          pairs,
          trials.values().stream().flatMap(List::stream).toList());
    }
  }

  /** Copies the list. */
  public ComparedSets {
    sets = List.copyOf(sets);
  }

  private boolean named() {
    return sets.stream().anyMatch(compared -> compared.set().named());
  }

  /**
   * Says whether every row of every set is proven.
   *
   * @return true if the chosen fit of every set, head and seed is proven to its tolerance
   */
  public boolean proven() {
    return sets.stream().allMatch(compared -> compared.table().proven());
  }

  /**
   * Returns the tables as lines of Markdown, those of sets with names under a line on the set.
   *
   * @param width the columns of the terminal; a wider table is cut between columns
   * @return the lines
   */
  public List<String> text(int width) {
    List<String> lines = new ArrayList<>();
    for (Compared compared : sets) {
      if (compared.set().named()) {
        if (!lines.isEmpty()) {
          lines.add("");
        }
        lines.add(compared.set().title());
        lines.add("");
      }
      lines.addAll(compared.table().text(width));
      lines.add("");
      lines.addAll(compared.preprocessingText());
      if (!compared.pairs().isEmpty()) {
        lines.add("");
        lines.addAll(compared.pairsText(width));
      }
    }
    return lines;
  }

  /**
   * Returns what is written as JSON.
   *
   * @return the {@link Facts} of the one set, or {@link NamedFacts} of sets with names
   */
  public Record facts() {
    List<Facts> each = sets.stream().map(Compared::facts).toList();
    return named() ? new NamedFacts(each) : each.get(0);
  }

  /**
   * The results of one set as JSON writes them.
   *
   * @param data its name; null where it has none
   * @param proven whether every row is
   * @param rows the table
   * @param preprocessing the steps of every head, in words
   * @param pairs every head against the best
   * @param trials all results
   */
  public record Facts(
      @JsonInclude(JsonInclude.Include.NON_NULL) String data,
      boolean proven,
      List<ComparisonRow> rows,
      Map<String, String> preprocessing,
      List<PairedComparison> pairs,
      List<TrialResult> trials) {}

  /**
   * The results of several sets.
   *
   * @param sets one for every set, in order
   */
  public record NamedFacts(List<Facts> sets) {}

  /**
   * Writes the rows of all tables as CSV, completely or not at all; those of sets with names begin
   * with a column {@code data}. Where a set has other metrics than the one before, a line of titles
   * comes between.
   *
   * @param file the file
   */
  public void write(Path file) {
    Csv csv = new Csv();
    List<String> before = null;
    for (Compared compared : sets) {
      List<String> titles = named(compared, "data", compared.table().csvTitles());
      if (!titles.equals(before)) {
        csv.line(titles);
        before = titles;
      }
      compared.table().csv().forEach(row -> csv.line(named(compared, compared.set().name(), row)));
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }

  /** Returns fields with that of the set before them, where sets have names. */
  private static <T> List<T> named(Compared compared, T first, List<T> fields) {
    List<T> all = new ArrayList<>(fields);
    if (compared.set().named()) {
      all.add(0, first);
    }
    return all;
  }
}
