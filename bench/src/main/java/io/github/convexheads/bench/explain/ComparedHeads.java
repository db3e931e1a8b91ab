package io.github.convexheads.bench.explain;

import io.github.convexheads.bench.experiment.ComparisonRow;
import io.github.convexheads.bench.experiment.ComparisonTable;
import io.github.convexheads.bench.experiment.ResultFolder;
import io.github.convexheads.bench.experiment.ScoreKind;
import java.nio.file.Path;
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
    rows = rows.stream().sorted(ComparedHeads::bestFirst).toList();
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

  private static int bestFirst(ComparisonRow a, ComparisonRow b) {
    if (a.score().direction().better(a.test().mean(), b.test().mean())) {
      return -1;
    }
    return a.score().direction().better(b.test().mean(), a.test().mean()) ? 1 : 0;
  }

  /**
   * Returns what scores are.
   *
   * @return those of the best head
   */
  ScoreKind score() {
    return rows.get(0).score();
  }
}
