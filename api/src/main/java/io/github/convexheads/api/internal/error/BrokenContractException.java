package io.github.convexheads.api.internal.error;

import org.apiguardian.api.API;

/**
 * An answer of a head, loss or solver that its contract does not allow. The part has returned when
 * it is looked at, so that no stack trace leads to it; its class does.
 */
@API(status = API.Status.INTERNAL)
public final class BrokenContractException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final transient Class<?> part;

  /**
   * A part at fault.
   *
   * @param part its class
   * @param did what it did
   */
  public BrokenContractException(Class<?> part, String did) {
    super(did);
    this.part = part;
  }

  /**
   * Returns whose answer it was.
   *
   * @return the class of the part
   */
  public Class<?> part() {
    return part;
  }
}
