package io.github.convexheads.api.error;

import org.apiguardian.api.API;

/**
 * What the caller handed over is at fault: a file, an array, a setting.
 *
 * <p>The message is one line for a person: what was asked, what was found, what would be right. The
 * command prints it without a stack trace and ends with exit code 3.
 */
@API(status = API.Status.STABLE)
public class InvalidInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Names what is wrong.
   *
   * @param message what was asked, what was found, what would be right
   */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * Names what is wrong, and what revealed it.
   *
   * @param message what was asked, what was found, what would be right
   * @param cause the failure that revealed it
   */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
