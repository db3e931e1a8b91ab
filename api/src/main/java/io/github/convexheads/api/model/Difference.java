package io.github.convexheads.api.model;

import org.apiguardian.api.API;

/**
 * Something that the record of a model says and that its training data do not.
 *
 * @param what what is recorded, such as {@code preprocess.gain[3]}
 * @param recorded what the record says
 * @param found what the data say
 */
@API(status = API.Status.STABLE)
public record Difference(String what, String recorded, String found) {

  /**
   * Returns the difference in words.
   *
   * @return one line
   */
  public String text() {
    return "%s: recorded %s, found %s".formatted(what, recorded, found);
  }
}
