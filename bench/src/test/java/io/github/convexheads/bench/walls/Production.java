package io.github.convexheads.bench.walls;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/** Keeps what is shipped: no test classes, no contract test kit, no generated benchmark. */
final class Production implements ImportOption {
  /** The one root of all packages. */
  static final String ROOT = "io.github.convexheads";

  private static final Pattern TEST = Pattern.compile(".*(/test-classes/|-tests\\.jar).*");

  @Override
  public boolean includes(Location location) {
    return !location.matches(TEST);
  }
}
