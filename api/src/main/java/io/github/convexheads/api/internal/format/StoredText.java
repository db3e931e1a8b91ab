package io.github.convexheads.api.internal.format;

import java.util.List;
import org.apiguardian.api.API;

/**
 * An n-dimensional array of text as a file holds it, for example names of classes.
 *
 * @param name where the array came from, as messages name it
 * @param shape the sizes
 * @param values all elements in C order
 */
@API(status = API.Status.INTERNAL)
public record StoredText(String name, Shape shape, List<String> values) {

  /**
   * Copies the list.
   *
   * @throws FormatException if the shape does not have as many elements
   */
  public StoredText {
    values = List.copyOf(values);
    if (shape.count() != values.size()) {
      throw new FormatException(
          name, "has shape " + shape + " but " + values.size() + " elements of text");
    }
  }
}
