package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The places of data files: in the order of the files and folders that they were found in, and
 * those of a folder in natural order.
 */
final class FileOrder implements UDF1<String, Integer> {
  private static final long serialVersionUID = 1;

  private final HashMap<String, Integer> places = new HashMap<>();

  /**
   * Orders data files.
   *
   * @param roots the files and folders that were given
   * @param files data files, as Spark calls them
   */
  FileOrder(List<String> roots, List<String> files) {
    Comparator<String> given = Comparator.comparing(file -> place(roots, file));
    List<String> ordered =
        files.stream()
            .map(FileOrder::plain)
            .distinct()
            .sorted(given.thenComparing(NaturalOrder.OF_TEXT))
            .toList();
    ordered.forEach(file -> places.put(file, places.size()));
  }

  private static int place(List<String> roots, String file) {
    return IntStream.range(0, roots.size())
        .filter(i -> file.equals(roots.get(i)) || file.startsWith(roots.get(i) + "/"))
        .findFirst()
        .orElse(roots.size());
  }

  /** The name of a file without the escapes of an address. */
  private static String plain(String file) {
    return SparkPath.fromUrlString(file).toPath().toString();
  }

  @Override
  public Integer call(String file) {
    Integer place = places.get(plain(file));
    if (place == null) {
      throw new InvalidInputException(file + " is none of the files that were found; it is new");
    }
    return place;
  }
}
