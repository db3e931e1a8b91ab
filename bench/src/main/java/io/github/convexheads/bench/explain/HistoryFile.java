package io.github.convexheads.bench.explain;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Path;

/**
 * The progress of a fit, as {@code fit --history} writes it.
 *
 * @param iterations iteration of every line
 * @param seconds time of every line
 * @param objectives objective of every line
 * @param bounds proven lower bound of every line; negative infinity before there is one
 * @param gaps certified relative gap of every line
 * @param losses mean loss of every line; NaN where it was not computed
 */
public record HistoryFile(
    double[] iterations,
    double[] seconds,
    double[] objectives,
    double[] bounds,
    double[] gaps,
    double[] losses) {
  private static final String TITLE = "iteration,seconds,primal,dual,gap,rank";

  /**
   * Reads a file.
   *
   * @param file the CSV file
   * @return the progress
   * @throws InvalidInputException if it is missing or not such a file
   */
  public static HistoryFile read(Path file) {
    NumberTable table = NumberTable.read(file, "is no history of a fit", TITLE);
    if (table.rows() == 0) {
      throw new InvalidInputException(file + " is a history without points");
    }
    return new HistoryFile(
        table.column("iteration"),
        table.column("seconds"),
        table.column("primal"),
        table.column("dual"),
        table.column("gap"),
        table.columnOrNaN("loss"));
  }
}
