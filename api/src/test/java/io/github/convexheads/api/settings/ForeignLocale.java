package io.github.convexheads.api.settings;

import java.util.Locale;
import java.util.concurrent.Callable;

/** What a plugin does on a machine where numbers have a decimal comma and digits of their own. */
public final class ForeignLocale {
  private ForeignLocale() {}

  /**
   * Calls something while the default locale is an Egyptian one, with Arabic-Indic digits.
   *
   * @param call what to call
   * @param <T> its result
   * @return its result
   */
  public static <T> T call(Callable<T> call) {
    Locale own = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      return call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      Locale.setDefault(own);
    }
  }
}
