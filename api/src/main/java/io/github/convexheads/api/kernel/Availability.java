package io.github.convexheads.api.kernel;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Whether a kernel can run here, and if not, why.
 *
 * @param available whether {@link KernelProvider#create()} is expected to succeed
 * @param reason what is missing and how to get it; empty exactly when available
 */
@API(status = API.Status.EXPERIMENTAL)
public record Availability(boolean available, String reason) {

  /** Checks that a reason is given exactly when it is needed. */
  public Availability {
    Objects.requireNonNull(reason, "reason");
    if (available != reason.isBlank()) {
      throw new IllegalArgumentException(
          available
              ? "an available kernel needs no reason; found: " + reason
              : "an unavailable kernel must say why");
    }
  }

  /**
   * The kernel can run.
   *
   * @return an availability without a reason
   */
  public static Availability yes() {
    return new Availability(true, "");
  }

  /**
   * The kernel cannot run.
   *
   * @param reason what is missing and how to get it, not blank
   * @return an availability with that reason
   */
  public static Availability no(String reason) {
    return new Availability(false, reason);
  }
}
