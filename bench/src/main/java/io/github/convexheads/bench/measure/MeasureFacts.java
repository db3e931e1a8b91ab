package io.github.convexheads.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures as JSON writes them.
 *
 * @param samples the number of samples
 * @param total out of how many they were taken; null where they are all
 * @param rows the rows that count
 * @param loss the mean loss of a sample; null where it is not finite
 * @param metrics what every metric found, by its id, in the order of the loss
 * @param classes every class for itself; null but for class labels
 * @param confusion rows by class and answer; null but for at most 1000 classes
 */
public record MeasureFacts(
    int samples,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer total,
    int rows,
    Double loss,
    Map<String, MetricFacts> metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<ClassReport.Figures> classes,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<List<Long>> confusion) {
  /** A confusion matrix of more classes is not written out. */
  private static final int MOST_CLASSES = 1000;

  /**
   * What one metric found.
   *
   * @param value the number; null where it is not defined
   * @param low lower end of the interval of 95 %; null where there is none
   * @param high upper end
   * @param better which direction is better
   * @param parts the same measure of every class or output; null where there are none
   */
  public record MetricFacts(
      Double value,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double low,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double high,
      String better,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<Double> parts) {

    private static MetricFacts of(Measures.Taken taken) {
      var found = taken.measurement();
      return new MetricFacts(
          Measures.finite(found.value()),
          found.interval().map(i -> i.low()).orElse(null),
          found.interval().map(i -> i.high()).orElse(null),
          taken.metric().direction().name().toLowerCase(Locale.ROOT),
          found.parts().isEmpty() ? null : found.parts().stream().map(Measures::finite).toList());
    }
  }

  static MeasureFacts of(Measures measures) {
    Map<String, MetricFacts> metrics = new LinkedHashMap<>();
    measures.taken().forEach(one -> metrics.put(one.metric().id(), MetricFacts.of(one)));
    return new MeasureFacts(
        measures.samples(),
        measures.samples() == measures.total() ? null : measures.total(),
        measures.rows(),
        Measures.finite(measures.loss()),
        metrics,
        measures.classes().map(ClassReport::figures).orElse(null),
        measures
            .classes()
            .filter(report -> report.matrix().classes() <= MOST_CLASSES)
            .map(ClassReport::counts)
            .orElse(null));
  }
}
