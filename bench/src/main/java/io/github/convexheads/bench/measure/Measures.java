package io.github.convexheads.bench.measure;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.WeightedRows;
import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Temperature;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a head came to on data: the mean loss and every metric that its loss names.
 *
 * @param samples the number of samples
 * @param total how many there are, where outputs of all would not fit into the memory of this
 *     machine
 * @param rows the rows that count, without those that are to be ignored
 * @param loss the mean loss of a sample, with the weights of the targets
 * @param taken the metrics and what they found, in the order of the loss
 * @param classes class by class, for class labels
 */
public record Measures(
    int samples,
    int total,
    int rows,
    double loss,
    List<Taken> taken,
    Optional<ClassReport> classes) {
  /** Samples on which metrics of plugins are tried. */
  private static final int TRIED = 1000;

  /** Outputs of samples on other machines take at most this share of the heap, as doubles. */
  private static final int SHARE = 8 * Double.BYTES;

  /**
   * A metric and what it found.
   *
   * @param metric the metric
   * @param measurement what it found
   */
  public record Taken(Metric metric, Metric.Measurement measurement) {
    /**
     * Writes value and interval.
     *
     * @return for example {@code 96.3 % (95 % interval 94.7 % to 97.4 %)}
     */
    public String text() {
      String value = Criterion.text(metric, measurement.value());
      return measurement
          .interval()
          .map(
              i ->
                  "%s (95 %% interval %s to %s)"
                      .formatted(
                          value, Criterion.text(metric, i.low()), Criterion.text(metric, i.high())))
          .orElse(value);
    }
  }

  /** Copies the list. */
  public Measures {
    taken = List.copyOf(taken);
  }

  /**
   * Measures a head; probabilities are at its temperature. Of samples on other machines whose
   * outputs would not fit into the memory of this one, as many as would are measured, spread
   * evenly.
   *
   * @param head the head
   * @param tokens raw tokens
   * @param targets their targets
   * @param more metrics of plugins, beside those that the loss names
   * @return the measures
   * @throws InvalidInputException if a plugin fails, or has the id of a metric that the loss names
   */
  public static Measures of(
      FittedHead head, Tokens tokens, Targets targets, Collection<Plugin<MetricProvider>> more) {
    int n = tokens.samples();
    int most = n;
    if (tokens instanceof DistributedTokens) {
      long width = (long) targets.positions() * targets.outputs();
      most = (int) Math.max(1, Math.min(n, Runtime.getRuntime().maxMemory() / SHARE / width));
    }
    if (most == n) {
      return of(head, head.predict(tokens), targets, more);
    }
    double step = (double) n / most;
    int[] some = IntStream.range(0, most).map(i -> (int) (i * step)).toArray();
    Measures found = of(head, head.predict(tokens.select(some)), targets.select(some), more);
    return new Measures(most, n, found.rows, found.loss, found.taken, found.classes);
  }

  /**
   * Says of how many samples these are the measures.
   *
   * @return nothing where they are of all
   */
  public String sampled() {
    return samples == total
        ? ""
        : String.format(Locale.ROOT, ", of %d samples out of %d, spread evenly", samples, total);
  }

  /**
   * Measures outputs of a head; probabilities are at its temperature.
   *
   * @param head the head
   * @param outputs its n x T x c outputs
   * @param targets the targets
   * @param more metrics of plugins, beside those that the loss names
   * @return the measures
   * @throws InvalidInputException as {@link #of(FittedHead, Tokens, Targets, Collection)}
   */
  public static Measures of(
      FittedHead head, double[] outputs, Targets targets, Collection<Plugin<MetricProvider>> more) {
    return of(outputs, targets, head.loss(), more, head.temperature());
  }

  /**
   * Measures outputs.
   *
   * @param outputs n x T x c outputs
   * @param targets the targets
   * @param loss the loss that they were fitted with
   * @return the measures
   */
  public static Measures of(double[] outputs, Targets targets, Loss loss) {
    return of(outputs, targets, loss, List.of());
  }

  /**
   * Measures outputs, also by metrics of plugins that suit the targets.
   *
   * @param outputs n x T x c outputs
   * @param targets the targets
   * @param loss the loss that they were fitted with
   * @param more metrics beside those that the loss names
   * @return the measures
   * @throws InvalidInputException if a plugin fails, or has the id of a metric that the loss names
   */
  public static Measures of(
      double[] outputs, Targets targets, Loss loss, Collection<Plugin<MetricProvider>> more) {
    return of(outputs, targets, loss, more, Temperature.NONE);
  }

  /**
   * Tries metrics of plugins on outputs of zero, so that one that fails does so before a fit.
   *
   * @param targets the targets, of which some are tried, spread evenly
   * @param loss the loss, whose metrics are measured beside
   * @param more the metrics of plugins
   * @throws InvalidInputException if a plugin fails, or has the id of a metric that the loss names
   */
  public static void requireUsable(
      Targets targets, Loss loss, Collection<Plugin<MetricProvider>> more) {
    if (more.isEmpty()) {
      return;
    }
    int n = targets.samples();
    int count = Math.min(n, TRIED);
    Targets some =
        targets.select(IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray());
    int values = Math.multiplyExact(Math.multiplyExact(count, some.positions()), some.outputs());
    of(new double[values], some, loss, more);
  }

  private static Measures of(
      double[] outputs,
      Targets targets,
      Loss loss,
      Collection<Plugin<MetricProvider>> more,
      Temperature temperature) {
    LabelledOutputs counted = LabelledOutputs.of(outputs, targets);
    double[] cooled = temperature.of(counted.outputs());
    Targets rows = counted.targets();
    List<Taken> taken = new ArrayList<>();
    for (Metric metric : loss.metrics()) {
      if (metric.suits(rows)) {
        taken.add(new Taken(metric, metric.measure(cooled, rows)));
      }
    }
    for (Plugin<MetricProvider> plugin : more) {
      taken(plugin, new LabelledOutputs(cooled, rows), taken).ifPresent(taken::add);
    }
    Loss weighted = WeightedRows.of(LabelledRows.of(loss, targets), targets);
    Optional<ClassReport> classes =
        rows instanceof ClassLabels labels
            ? Optional.of(
                new ClassReport(ConfusionMatrix.of(counted.outputs(), labels), labels.names()))
            : Optional.empty();
    return new Measures(
        targets.samples(),
        targets.samples(),
        rows.samples() * rows.positions(),
        new MeanLoss(weighted).measure(outputs, targets).value(),
        taken,
        classes);
  }

  private static Optional<Taken> taken(
      Plugin<MetricProvider> plugin, LabelledOutputs counted, List<Taken> before) {
    Metric metric = CheckedMetric.of(plugin);
    if (before.stream().anyMatch(t -> t.metric().id().equals(plugin.id()))) {
      throw plugin.failure("the loss names a metric " + plugin.id() + " too");
    }
    Targets rows = counted.targets();
    return metric.suits(rows)
        ? Optional.of(new Taken(metric, metric.measure(counted.outputs(), rows)))
        : Optional.empty();
  }

  /**
   * Returns a measurement by the id of its metric.
   *
   * @param id for example {@code top-1}
   * @return the measurement, if the loss names the metric and it suits the targets
   */
  public Optional<Metric.Measurement> find(String id) {
    return taken.stream().filter(t -> t.metric().id().equals(id)).map(Taken::measurement).findAny();
  }

  /**
   * Returns what is written as JSON.
   *
   * @return the facts; class by class for class labels
   */
  public MeasureFacts facts() {
    return MeasureFacts.of(this);
  }

  /**
   * Returns the values alone.
   *
   * @return values by id of the metric, in the order of the loss; null where one is not defined
   */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    taken.forEach(t -> values.put(t.metric().id(), finite(t.measurement().value())));
    return values;
  }

  /**
   * Says which values are shares, which texts write in percent.
   *
   * @return ids of such metrics, sorted
   */
  public List<String> shares() {
    return taken.stream()
        .map(Taken::metric)
        .filter(Metric::share)
        .map(Metric::id)
        .sorted()
        .toList();
  }

  /** JSON has no number that is not finite; null says that there is none. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
