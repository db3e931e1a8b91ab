package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.StoppingRule;

/**
 * Settings of the projected-gradient solver.
 *
 * @param rule when to stop
 * @param radius tau of the constraint sum ||Z_j||_* &lt;= tau; 0 for the penalised form
 */
public record GradientSettings(StoppingRule rule, double radius) {
  static final Setting<Double> RADIUS =
      Setting.real(
          "radius",
          0,
          0,
          Double.MAX_VALUE,
          "solve min loss subject to sum ||Z||_* <= radius instead of the penalised form, and"
              + " report the equivalent beta; 0 for the penalised form");

  /** Checks the radius. */
  public GradientSettings {
    if (!(radius >= 0 && radius < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("radius is " + radius + ", must be finite and >= 0");
    }
  }

  static GradientSettings of(Settings settings) {
    return new GradientSettings(StoppingRule.of(settings), settings.get(RADIUS));
  }
}
