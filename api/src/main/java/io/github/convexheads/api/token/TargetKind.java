package io.github.convexheads.api.token;

import org.apiguardian.api.API;

/** What a row of targets is. */
@API(status = API.Status.STABLE)
public enum TargetKind {
  /** One of c classes; {@link ClassLabels}. */
  CLASSES("class labels"),
  /** Any number of c labels; {@link MultiLabels}. */
  LABELS("a 0/1 matrix of labels"),
  /** c real values; {@link RealTargets}. */
  VALUES("real targets");

  private final String words;

  TargetKind(String words) {
    this.words = words;
  }

  /**
   * Returns what messages call such targets.
   *
   * @return for example {@code class labels}
   */
  public String words() {
    return words;
  }
}
