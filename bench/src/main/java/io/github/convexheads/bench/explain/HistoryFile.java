package io.github.convexheads.bench.explain;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The progress of a fit, as {@code fit --history} writes it.
 *
 * @param iterations iteration of every line
 * @param seconds time of every line
 * @param gaps certified relative gap of every line
 */
public record HistoryFile(double[] iterations, double[] seconds, double[] gaps) {
  private static final int MOST_BYTES = 1 << 28;
  private static final String TITLE = "iteration,seconds,primal,dual,gap,rank";

  /**
   * Reads a file.
   *
   * @param file the CSV file
   * @return the progress
   * @throws InvalidInputException if it is missing or not such a file
   */
  public static HistoryFile read(Path file) {
    List<String> lines = BoundedFile.lines(file, MOST_BYTES);
    if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
      throw new InvalidInputException(
          file + " is no history of a fit: its first line must be " + TITLE);
    }
    int n = lines.size() - 1;
    HistoryFile history = new HistoryFile(new double[n], new double[n], new double[n]);
    for (int i = 0; i < n; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      try {
        history.iterations[i] = Double.parseDouble(cells[0]);
        history.seconds[i] = Double.parseDouble(cells[1]);
        history.gaps[i] = Double.parseDouble(cells[4]);
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new InvalidInputException(
            "%s, line %d: '%s' is no progress".formatted(file, i + 2, lines.get(i + 1)), e);
      }
    }
    return history;
  }
}
