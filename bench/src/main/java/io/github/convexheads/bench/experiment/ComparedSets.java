package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.format.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
   */
  public record Compared(TokenSet set, Map<String, List<TrialResult>> trials) {
    ComparisonTable table() {
      return ComparisonTable.of(trials.values());
    }

    private Map<String, Object> facts() {
      ComparisonTable table = table();
      Map<String, Object> facts = new LinkedHashMap<>();
      if (set.named()) {
        facts.put("data", set.name());
      }
      facts.put("proven", table.proven());
      facts.put("rows", table.rows());
      facts.put("trials", trials.values().stream().flatMap(List::stream).toList());
      return facts;
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
   * @return the lines
   */
  public List<String> text() {
    List<String> lines = new ArrayList<>();
    for (Compared compared : sets) {
      if (compared.set().named()) {
        if (!lines.isEmpty()) {
          lines.add("");
        }
        lines.add(compared.set().title());
        lines.add("");
      }
      lines.addAll(compared.table().text());
    }
    return lines;
  }

  /**
   * Returns what is written as JSON.
   *
   * @return {@code proven}, {@code rows} and {@code trials}; of sets with names a list {@code sets}
   *     of these, each with its name as {@code data}
   */
  public Map<String, Object> facts() {
    List<Map<String, Object>> each = sets.stream().map(Compared::facts).toList();
    return named() ? Map.of("sets", each) : each.get(0);
  }

  /**
   * Writes the rows of all tables as CSV, completely or not at all; those of sets with names begin
   * with a column {@code data}.
   *
   * @param file the file
   */
  public void write(Path file) {
    StringBuilder csv = new StringBuilder(named() ? "data," : "");
    csv.append(ComparisonTable.CSV_TITLES).append('\n');
    for (Compared compared : sets) {
      String first = compared.set().named() ? compared.set().name() + "," : "";
      compared.table().csv().forEach(row -> csv.append(first).append(row));
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }
}
