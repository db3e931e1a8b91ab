package io.github.convexheads.bench.text;

import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps of preprocessing in words, in the order in which they are taken. */
public final class StepText {
  private static final String SECTION = "preprocess.";

  private StepText() {}

  /**
   * Writes the steps that a configuration takes.
   *
   * @param configuration a completed configuration, as flat text by dotted key
   * @return for example {@code clip 10, standardize, bias}; {@code none} where there is no step
   */
  public static String of(Map<String, String> configuration) {
    List<String> steps = new ArrayList<>();
    if (configuration.containsKey(SECTION + "step.type")) {
      steps.add(configuration.get(SECTION + "step.type"));
    }
    for (Setting<?> setting : PreprocessSettings.SETTINGS) {
      String value = configuration.getOrDefault(SECTION + setting.key(), setting.defaultText());
      boolean taken = !value.equals(setting.defaultText()) && !value.equals("false");
      if (taken && !setting.key().equals(PreprocessSettings.RECOMMENDED.key())) {
        steps.add(value.equals("true") ? setting.key() : setting.key() + " " + value);
      }
    }
    return steps.isEmpty() ? "none" : String.join(", ", steps);
  }
}
