package io.github.convexheads.bench.predict;

import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.text.Csv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;

/**
 * Predictions in a file: {@code .csv} has a line for every row, with the sample's id, the token
 * where there is a row for each, and names of classes; anything else is a NumPy array.
 */
public final class PredictionFile {
  private PredictionFile() {}

  /**
   * Says whether a file is written as CSV.
   *
   * @param file the file
   * @return true if its name ends in {@code .csv}
   */
  public static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /**
   * Writes predictions, completely or not at all.
   *
   * @param predictions the predictions
   * @param ids the id of every sample
   * @param file the file
   */
  public static void write(Predictions predictions, IntFunction<String> ids, Path file) {
    if (isCsv(file)) {
      byte[] bytes = csv(predictions, ids).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, stream -> stream.write(bytes));
    } else if (predictions.form() == Form.CLASSES) {
      long[] whole =
          DoubleStream.of(predictions.values()).mapToLong(value -> (long) value).toArray();
      Npy.write(file, whole, predictions.shape());
    } else {
      Npy.write(file, predictions.values(), predictions.shape());
    }
  }

  /**
   * Writes predictions as CSV.
   *
   * @param predictions the predictions
   * @param ids the id of every sample
   * @return a line of titles and one for every row
   */
  public static String csv(Predictions predictions, IntFunction<String> ids) {
    Csv csv = new Csv();
    csv.line(titles(predictions));
    int rows = predictions.samples() * predictions.positions();
    for (int row = 0; row < rows; row++) {
      List<Object> fields = new ArrayList<>();
      fields.add(ids.apply(row / predictions.positions()));
      if (!predictions.pooled()) {
        fields.add(row % predictions.positions());
      }
      addAnswer(fields, predictions, row);
      csv.line(fields);
    }
    return csv.toString();
  }

  private static List<String> titles(Predictions predictions) {
    List<String> titles = new ArrayList<>(List.of("id"));
    if (!predictions.pooled()) {
      titles.add("token");
    }
    if (predictions.single()) {
      titles.addAll(List.of("class", "name"));
      if (predictions.confidence().length > 0) {
        titles.add("probability");
      }
    } else {
      titles.addAll(predictions.names());
    }
    return titles;
  }

  private static void addAnswer(List<Object> fields, Predictions predictions, int row) {
    if (predictions.single()) {
      int answer = (int) predictions.values()[row];
      fields.add(answer);
      fields.add(predictions.names().get(answer));
      if (predictions.confidence().length > 0) {
        fields.add(predictions.confidence()[row]);
      }
      return;
    }
    int c = predictions.names().size();
    for (int k = 0; k < c; k++) {
      double value = predictions.values()[row * c + k];
      fields.add(predictions.form() == Form.CLASSES ? (Object) (int) value : (Object) value);
    }
  }
}
