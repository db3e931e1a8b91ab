package io.github.convexheads.bench.explain;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Path;

/**
 * A path of falling beta, as {@code fit --path-out} writes it.
 *
 * @param fractions beta / beta_max
 * @param objectives objectives
 * @param losses mean training losses
 * @param ranks numbers of network heads
 * @param scores what decides
 * @param errors standard errors of scores over folds
 * @param metric what scores are; the word "score" where the file does not say
 * @param by what scores were taken on; empty where the file does not say
 * @param chosen index of the point that was chosen; -1 where the file does not say
 */
public record PathFile(
    double[] fractions,
    double[] objectives,
    double[] losses,
    double[] ranks,
    double[] scores,
    double[] errors,
    String metric,
    String by,
    int chosen) {
  private static final String TITLE =
      "beta_fraction,beta,primal,relative_gap,loss,rank,seconds,score,score_error";

  /**
   * Reads a file.
   *
   * @param file the CSV file
   * @return the path
   * @throws InvalidInputException if it is missing or not such a file
   */
  public static PathFile read(Path file) {
    NumberTable table = NumberTable.read(file, "is no path of a fit", TITLE);
    if (table.rows() == 0) {
      throw new InvalidInputException(file + " is a path without points");
    }
    int chosen = -1;
    for (int i = 0; i < table.rows(); i++) {
      chosen = table.cell(i, "chosen").equals("true") ? i : chosen;
    }
    String metric = table.cell(0, "metric");
    return new PathFile(
        table.column("beta_fraction"),
        table.column("primal"),
        table.column("loss"),
        table.column("rank"),
        table.column("score"),
        table.column("score_error"),
        metric.isEmpty() ? "score" : metric,
        table.cell(0, "by"),
        chosen);
  }
}
