package io.github.convexheads.bench.explain;

import io.github.convexheads.bench.experiment.ComparisonRow;
import io.github.convexheads.bench.experiment.ComparisonTable;
import io.github.convexheads.bench.experiment.ResultFolder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The heads of a comparison, the best on test first.
 *
 * @param rows one row a head
 * @param self the name of the head that the page is about; empty if it is none of them
 */
public record ComparedHeads(List<ComparisonRow> rows, String self) {

  /** Sorts the rows, best first. */
  public ComparedHeads {
    rows =
        rows.stream()
            .sorted(Comparator.comparingDouble((ComparisonRow row) -> -row.test().mean()))
            .toList();
  }

  /**
   * Reads what {@code compare --results} kept.
   *
   * @param folder the folder of results
   * @param model the file of the head that the page is about
   * @return its heads
   */
  public static ComparedHeads read(Path folder, Path model) {
    ResultFolder kept = new ResultFolder(folder);
    ComparisonTable table = ComparisonTable.of(kept.all().values());
    return new ComparedHeads(table.rows(), kept.nameOf(model).orElse(""));
  }
}
