package io.github.convexheads.api.internal.format;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One array of a file, chosen and not read yet.
 *
 * @param file the file
 * @param key the name of the array in it
 */
@API(status = API.Status.INTERNAL)
public record FileArray(ArrayFile file, String key) {

  /**
   * Checks the name.
   *
   * @throws FormatException if there is no array of that name; lists those there are
   */
  public FileArray {
    file.choose(Optional.of(key));
  }

  /**
   * Chooses an array.
   *
   * @param file the file
   * @param asked the wanted name; without one the only array is taken
   * @param use what it is wanted for, which messages give an example of
   * @return the array
   * @throws FormatException if there is no such array, or several and none is asked for; lists them
   */
  public static FileArray of(ArrayFile file, Optional<String> asked, ArrayUse use) {
    return new FileArray(file, file.choose(asked, use));
  }

  /**
   * Says whether it holds text.
   *
   * @return false if it holds numbers
   */
  public boolean holdsText() {
    return file.holdsText(key);
  }

  /**
   * Maps numbers, or reads them where they cannot be mapped.
   *
   * @return the array
   * @throws FormatException as {@link ArrayFile#array}
   */
  public StoredArray numbers() {
    return file.array(key);
  }

  /**
   * Reads text.
   *
   * @return the text
   * @throws FormatException as {@link ArrayFile#text}
   */
  public StoredText text() {
    return file.text(key);
  }
}
