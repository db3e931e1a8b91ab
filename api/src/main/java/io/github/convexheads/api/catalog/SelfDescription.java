package io.github.convexheads.api.catalog;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a provider says about itself, asked once and checked, so that a provider that answers
 * otherwise later changes nothing.
 *
 * @param id the id
 * @param description one line
 * @param settings the declared settings
 */
record SelfDescription(String id, String description, List<Setting<?>> settings) {
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /**
   * Asks a provider.
   *
   * @throws FaultyDescription if an answer is not allowed
   */
  static SelfDescription of(String kind, Provider<?> provider) {
    String id = provider.id();
    if (id == null || !ID.matcher(id).matches()) {
      throw new FaultyDescription(
          id == null || id.isBlank() ? "its id is blank" : "its id is '" + visible(id) + "'",
          "return lower-case words joined by hyphens from id()");
    }
    List<Setting<?>> settings = given("settings()", provider.settings());
    DeclaredSettings.require(kind, settings);
    if (provider instanceof HeadProvider head) {
      given("recommendedPreprocessing()", head.recommendedPreprocessing());
    }
    if (provider instanceof SolverProvider solver) {
      line("capabilities()", solver.capabilities());
    }
    return new SelfDescription(id, line("description()", provider.description()), settings);
  }

  private static <T> T given(String method, T answer) {
    if (answer == null) {
      throw new FaultyDescription(
          "its " + method + " returned null", "return what the method promises, perhaps empty");
    }
    return answer;
  }

  /** A line that can be shown on a terminal. */
  private static String line(String method, String answer) {
    String text = given(method, answer);
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new FaultyDescription(
          "its %s is '%s'".formatted(method, visible(text)), "return one sentence of plain text");
    }
    return text;
  }

  /** Text of a plugin without what could steer a terminal. */
  private static String visible(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
  }
}
