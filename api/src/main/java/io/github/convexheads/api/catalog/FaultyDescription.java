package io.github.convexheads.api.catalog;

/** A provider says something about itself that cannot be so. */
final class FaultyDescription extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  FaultyDescription(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  /** What would put it right. */
  String remedy() {
    return remedy;
  }
}
