package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The check that names belong to outputs: one each and all different, or none at all. */
final class OutputNames {
  private OutputNames() {}

  static List<String> checked(List<String> names, int outputs) {
    if (!names.isEmpty() && names.size() != outputs) {
      throw new InvalidInputException(
          "there are %s names of classes for %s classes; there must be one each"
              .formatted(names.size(), outputs));
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new InvalidInputException("two classes have the name '" + name + "'");
      }
    }
    return List.copyOf(names);
  }
}
