package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;

/** The Spark whose jars this Java has. */
final class SparkVersion {
  private static final String NEEDED = "4.2.";

  private SparkVersion() {}

  static String here() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /**
   * Refuses another Spark than the one that this engine is compiled for.
   *
   * @throws InvalidInputException which names both
   */
  static void require(String found) {
    if (!found.startsWith(NEEDED)) {
      throw new InvalidInputException(
          "this is Spark %s, but this engine needs %sx; set SPARK_HOME to an installation of it"
              .formatted(found, NEEDED));
    }
  }
}
