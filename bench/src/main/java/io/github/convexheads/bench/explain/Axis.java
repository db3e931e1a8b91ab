package io.github.convexheads.bench.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An axis of a plot.
 *
 * @param title what it measures
 * @param scale how values are laid out
 */
record Axis(String title, Scale scale) {
  private static final int TICKS = 5;

  /** A logarithmic axis of fewer decades has ticks between them. */
  private static final double FEW_DECADES = 2.5;

  /** How values are laid out. */
  enum Scale {
    /** Evenly, from 0 where it is near. */
    EVEN,
    /** Evenly, as far as the values reach. */
    CLOSE,
    /** Evenly, with ticks at whole numbers. */
    COUNTED,
    /** By their logarithm. */
    LOGARITHMIC
  }

  static Axis even(String title) {
    return new Axis(title, Scale.EVEN);
  }

  static Axis close(String title) {
    return new Axis(title, Scale.CLOSE);
  }

  static Axis counted(String title) {
    return new Axis(title, Scale.COUNTED);
  }

  static Axis logarithmic(String title) {
    return new Axis(title, Scale.LOGARITHMIC);
  }

  boolean shows(double value) {
    return Double.isFinite(value) && (scale != Scale.LOGARITHMIC || value > 0);
  }

  /** Returns what the axis shows of values. */
  Range range(double[] values) {
    double[] shown = Arrays.stream(values).filter(this::shows).map(this::laid).sorted().toArray();
    if (shown.length == 0) {
      return new Range(this, laid(1) - 0.5, laid(1) + 0.5);
    }
    double low = shown[0];
    double high = shown[shown.length - 1];
    if (scale == Scale.EVEN) {
      low = Math.min(0, low);
    } else if (scale == Scale.LOGARITHMIC && high - low >= FEW_DECADES) {
      low = Math.floor(low + 1e-9);
      high = Math.ceil(high - 1e-9);
    } else if (scale != Scale.COUNTED) {
      double margin = 0.05 * (high - low);
      low -= margin;
      high += margin;
    }
    boolean wide = high - low > 1e-12 * Math.max(1e-300, Math.abs(high));
    double half = scale == Scale.LOGARITHMIC ? 0.5 : Math.max(0.5 * Math.abs(high) / 10, 1e-6);
    return wide ? new Range(this, low, high) : new Range(this, low - half, high + half);
  }

  private double laid(double value) {
    return scale == Scale.LOGARITHMIC ? Math.log10(value) : value;
  }

  /** What an axis shows: ends as they are laid out. */
  record Range(Axis axis, double low, double high) {
    /** Returns where a value lies between two places. */
    double place(double value, double from, double to) {
      double laid = axis.shows(value) ? axis.laid(value) : low;
      double share = (laid - low) / (high - low);
      return from + Math.max(0, Math.min(1, share)) * (to - from);
    }

    /** Returns the values that have ticks. */
    List<Double> ticks() {
      return axis.scale == Scale.LOGARITHMIC ? logarithmicTicks() : evenTicks();
    }

    /** Multiples of 1, 2 or 5 powers of ten. */
    private List<Double> evenTicks() {
      double rough = (high - low) / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = rough <= power ? power : rough <= 2 * power ? 2 * power : 5 * power;
      step = rough > 5 * power ? 10 * power : step;
      step = axis.scale == Scale.COUNTED ? Math.max(1, Math.rint(step)) : step;
      List<Double> ticks = new ArrayList<>();
      for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
        ticks.add(k * step);
      }
      return ticks;
    }

    /** Decades, or also their 2 and 5 fold where there are few. */
    private List<Double> logarithmicTicks() {
      boolean few = high - low < FEW_DECADES;
      double step = few ? 1 : Math.max(1, Math.rint((high - low) / TICKS));
      List<Double> ticks = new ArrayList<>();
      for (double k = Math.floor(low); k <= Math.ceil(high); k += step) {
        for (int fold : few ? new int[] {1, 2, 5} : new int[] {1}) {
          double laid = k + Math.log10(fold);
          if (laid >= low - 1e-9 && laid <= high + 1e-9) {
            ticks.add(fold * Math.pow(10, k));
          }
        }
      }
      return ticks;
    }
  }

  /** Writes a tick. */
  static String text(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= 0.001 && size < 1e5);
    if (!plain) {
      return Page.format("%.0e", value);
    }
    double rounded = Double.parseDouble(Page.format("%.5g", value));
    return rounded == Math.rint(rounded)
        ? Long.toString((long) rounded)
        : BigDecimal.valueOf(rounded).stripTrailingZeros().toPlainString();
  }
}
