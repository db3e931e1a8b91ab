package io.github.convexheads.bench.attack;

/** What became of one trial; only sound parts can be accused of a contradiction wrongly. */
enum Outcome {
  CLAIMED,
  WITHHELD,
  ACCUSED,
  REFUTED
}
