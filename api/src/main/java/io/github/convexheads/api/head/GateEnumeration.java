package io.github.convexheads.api.head;

/** Whether gates stand for all activation patterns of the training tokens. */
enum GateEnumeration {
  /** For relu where there are few enough patterns; otherwise gates are drawn. */
  AUTO,
  /** Always; fails where there are too many patterns. */
  TRUE,
  /** Never; gates are drawn. */
  FALSE
}
