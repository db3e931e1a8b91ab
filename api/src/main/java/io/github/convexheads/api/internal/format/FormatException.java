package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * The bytes of a file, or the values in it, are not what they have to be.
 *
 * <p>The message starts with the name of the file and says what was found and what would be right:
 *
 * <pre>{@code
 * tokens.npy: header says float32 with shape (100, 16, 64) = 409600 bytes of data, but the file
 * holds 1000; it is truncated or not complete
 * }</pre>
 */
@API(status = API.Status.INTERNAL)
public final class FormatException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  private static final int QUOTED_LENGTH = 60;
  private static final int QUOTED_NAMES = 20;

  /**
   * Names the file and what is wrong with it.
   *
   * @param name the file, as the user named it
   * @param problem what was found and what would be right
   */
  public FormatException(String name, String problem) {
    super(name + ": " + problem);
  }

  /**
   * Names the file, what is wrong with it, and what revealed it.
   *
   * @param name the file, as the user named it
   * @param problem what was found and what would be right
   * @param cause the failure that revealed it
   */
  public FormatException(String name, String problem, Throwable cause) {
    super(name + ": " + problem, cause);
  }

  /**
   * Quotes text from an untrusted file for a message: what is neither printable ASCII nor a letter
   * becomes {@code ?}, long text is cut.
   */
  static String quote(String text) {
    int kept = Math.min(text.length(), QUOTED_LENGTH);
    StringBuilder quoted = new StringBuilder(kept + 5).append('\'');
    for (int i = 0; i < kept; i++) {
      char c = text.charAt(i);
      boolean readable = (c >= ' ' && c <= '~') || Character.isLetterOrDigit(c);
      quoted.append(readable ? c : '?');
    }
    return quoted.append(kept < text.length() ? "..." : "").append('\'').toString();
  }

  /** Quotes the first names of an untrusted file. */
  static String quote(Collection<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String first =
        names.stream()
            .limit(QUOTED_NAMES)
            .map(FormatException::quote)
            .collect(Collectors.joining(", "));
    int more = names.size() - QUOTED_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
