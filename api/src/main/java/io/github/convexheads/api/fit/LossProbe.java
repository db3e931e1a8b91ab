package io.github.convexheads.api.fit;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Looks from outside whether a loss keeps its contract at outputs of 0 and at random ones of every
 * size, for some rows: finite numbers, the same each time and from unchanged outputs; values that
 * lie above their tangents, and by no more than the curvature allows,
 *
 * <pre>
 *   0 &lt;= f(b) - f(a) - &lt;grad f(a), b - a&gt; &lt;= L/2 ||b - a||^2,
 * </pre>
 *
 * which no value has that is not convex, nor with the gradient of another; and a conjugate that is
 * finite where the certificate takes it.
 */
final class LossProbe {
  private static final int MOST_ROWS = 64;

  /** A Hessian has c^2 entries. */
  private static final int MOST_HESSIAN_ROWS = 4;

  private static final double[] SIZES = {0, 0.1, 1, 10, 100, 1e3, 1e6};

  /** What a plugin may lose in its sums, relative to the numbers in them. */
  private static final double ROUNDING = 1e-7;

  private final Loss loss;
  private final Targets targets;
  private final int c;
  private final SplittableRandom random = new SplittableRandom(1);
  private boolean changed;

  private LossProbe(Loss loss, Targets targets) {
    this.loss = loss;
    this.targets = targets;
    this.c = targets.outputs();
  }

  /** Returns what a loss did that its contract does not allow; empty where nothing was found. */
  static Optional<String> violation(Loss loss, Targets targets) {
    LossProbe probe = new LossProbe(loss, targets);
    Optional<String> missing = missing(loss);
    if (missing.isPresent()) {
      return missing.map(method -> "its " + method + " returned null");
    }
    double curvature = loss.curvature();
    if (!(curvature >= 0 && curvature < Double.POSITIVE_INFINITY)) {
      return Optional.of("its curvature() gave " + curvature);
    }
    int rows = targets.samples() * targets.positions();
    int tried = Math.min(rows, MOST_ROWS);
    for (int i = 0; i < tried; i++) {
      int row = (int) ((long) i * rows / tried);
      for (double size : SIZES) {
        Optional<String> found = probe.of(row, size, i < MOST_HESSIAN_ROWS);
        if (found.isPresent()) {
          return found.map(did -> "%s in row %s of the targets".formatted(did, row));
        }
      }
    }
    return probe.everyRow(rows);
  }

  /** The first of the methods with an answer that may be none which says null instead. */
  private static Optional<String> missing(Loss loss) {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("unbounded()", loss.unbounded());
    answers.put("metrics()", loss.metrics());
    answers.put("answers()", loss.answers());
    answers.put("link()", loss.link());
    return answers.keySet().stream().filter(method -> answers.get(method) == null).findFirst();
  }

  /** Finite numbers for every row, whatever its target. */
  private Optional<String> everyRow(int rows) {
    for (int row = 0; row < rows; row++) {
      StopToken.check();
      double[] a = outputs(1);
      double[] gradient = gradient(a, row);
      double value = value(a, row);
      double conjugate = loss.conjugate(half(gradient), 0, targets, row);
      if (!Double.isFinite(value + conjugate) || notFinite(gradient).isPresent()) {
        return Optional.of(
            "its value(), gradient() and conjugate() of half the gradient gave %s, %s and %s in row %s of the targets"
                .formatted(value, Arrays.toString(gradient), conjugate, row));
      }
    }
    return Optional.empty();
  }

  private static double[] half(double[] gradient) {
    return Arrays.stream(gradient).map(g -> g / 2).toArray();
  }

  private Optional<String> of(int row, double size, boolean hessian) {
    double[] a = outputs(size);
    double value = value(a, row);
    double[] gradient = gradient(a, row);
    String where = size == 0 ? "outputs of 0" : "outputs of size %s".formatted(size);
    if (!Double.isFinite(value)) {
      return Optional.of("its value() of %s gave %s".formatted(where, value));
    }
    Optional<Double> wrong = notFinite(gradient);
    if (wrong.isPresent()) {
      return Optional.of("its gradient() at %s gave %s".formatted(where, wrong.get()));
    }
    if (value(a, row) != value) {
      return Optional.of("its value() gave two numbers for the same outputs");
    }
    Optional<String> beside = tangent(row, a, value, gradient);
    if (changed) {
      return Optional.of("its value() changed the outputs that it was given");
    }
    return beside
        .or(() -> conjugate(row, a, value, gradient, where))
        .or(() -> hessian ? hessian(row, a, where) : Optional.empty());
  }

  private Optional<String> tangent(int row, double[] a, double value, double[] gradient) {
    for (double size : SIZES) {
      double[] b = outputs(size);
      double there = value(b, row);
      double[] step = Vectors.combination(1, b, -1, a);
      double slope = Vectors.dot(gradient, step);
      double above = there - value - slope;
      double most = loss.curvature() / 2 * Vectors.dot(step, step);
      double scale = Math.abs(there) + Math.abs(value);
      for (int p = 0; p < c; p++) {
        scale += Math.abs(gradient[p] * step[p]);
      }
      if (above < -ROUNDING * scale) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "its value() lies %.3g below the tangent that its gradient() gives, which a convex function never does,",
                -above));
      }
      if (above > most * (1 + ROUNDING) + ROUNDING * scale) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "its value() lies %.3g above the tangent that its gradient() gives, and its curvature() allows %.3g,",
                above,
                most));
      }
    }
    return Optional.empty();
  }

  /**
   * The certificate takes the conjugate of shares of the gradient, all of which are in its domain;
   * that of the gradient itself is &lt;a, b&gt; - f(a), unless rounding leaves the domain there.
   */
  private Optional<String> conjugate(
      int row, double[] a, double value, double[] gradient, String where) {
    double half = loss.conjugate(half(gradient), 0, targets, row);
    if (!Double.isFinite(half)) {
      return Optional.of(
          "its conjugate() of half its gradient() at %s gave %s".formatted(where, half));
    }
    double whole = loss.conjugate(gradient.clone(), 0, targets, row);
    double right = Vectors.dot(a, gradient) - value;
    double scale = Math.abs(whole) + Math.abs(value);
    for (int p = 0; p < c; p++) {
      scale += Math.abs(a[p] * gradient[p]);
    }
    return whole == Double.POSITIVE_INFINITY || Math.abs(whole - right) <= ROUNDING * scale
        ? Optional.empty()
        : Optional.of(
            "its conjugate() of its gradient() at %s gave %s, but <outputs, gradient> - value() is %s,"
                .formatted(where, whole, right));
  }

  private Optional<String> hessian(int row, double[] a, String where) {
    double[] hessian = new double[Math.multiplyExact(c, c)];
    loss.hessian(a, 0, targets, row, hessian);
    Optional<Double> wrong = notFinite(hessian);
    for (int p = 0; p < c && wrong.isEmpty(); p++) {
      double entry = hessian[p * c + p];
      wrong = entry >= 0 ? wrong : Optional.of(entry);
    }
    return wrong
        .map(entry -> "its hessian() at %s has the entry %s".formatted(where, entry))
        .or(() -> trace(row, a, hessian, where));
  }

  private Optional<String> trace(int row, double[] a, double[] hessian, String where) {
    double trace = loss.hessianTrace(a, 0, targets, row);
    double sum = 0;
    for (int p = 0; p < c; p++) {
      sum += hessian[p * c + p];
    }
    return Math.abs(trace - sum) <= ROUNDING * (sum + loss.curvature())
        ? Optional.empty()
        : Optional.of(
            "its hessianTrace() at %s gave %s, and the diagonal of its hessian() sums to %s,"
                .formatted(where, trace, sum));
  }

  private double value(double[] outputs, int row) {
    double[] given = outputs.clone();
    double value = loss.value(given, 0, targets, row);
    changed |= !Arrays.equals(given, outputs);
    return value;
  }

  private double[] outputs(double size) {
    double[] outputs = new double[c];
    Arrays.setAll(outputs, p -> size == 0 ? 0 : size * random.nextGaussian());
    return outputs;
  }

  private double[] gradient(double[] a, int row) {
    double[] gradient = new double[c];
    loss.gradient(a, 0, targets, row, gradient);
    return gradient;
  }

  private static Optional<Double> notFinite(double[] values) {
    return Arrays.stream(values).filter(x -> !Double.isFinite(x)).boxed().findFirst();
  }
}
