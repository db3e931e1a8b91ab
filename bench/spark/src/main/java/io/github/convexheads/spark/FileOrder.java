package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
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
   * @throws InvalidInputException if one was given twice, or nothing is read of it, which would be
   *     missing without a word
   */
  FileOrder(List<String> roots, List<String> files) {
    Map<String, Integer> given = new HashMap<>();
    for (String root : roots) {
      if (given.putIfAbsent(root, given.size()) != null) {
        throw new InvalidInputException(root + " is named twice; every file counts once");
      }
    }
    Map<String, Integer> found = new HashMap<>();
    files.stream().map(FileOrder::plain).forEach(file -> found.put(file, place(given, file)));
    Set<Integer> read = new HashSet<>(found.values());
    for (String root : roots) {
      if (!read.contains(given.get(root))) {
        throw new InvalidInputException(
            "%s has no Parquet file that Spark reads, which leaves out names that begin with _ or .; rename it, or leave it out"
                .formatted(root));
      }
    }
    found.keySet().stream()
        .sorted(
            Comparator.<String, Integer>comparing(found::get).thenComparing(NaturalOrder.OF_TEXT))
        .forEach(file -> places.put(file, places.size()));
  }

  /** Which of the files and folders that were given a file is, or lies in. */
  private static int place(Map<String, Integer> given, String file) {
    Integer place = null;
    for (Path at = new Path(file); at != null; at = at.getParent()) {
      Integer found = given.get(at.toString());
      if (found != null && place != null) {
        throw new InvalidInputException(
            "%s is named, and also the folder %s that it is in; every file counts once"
                .formatted(file, at));
      }
      place = found == null ? place : found;
    }
    return place == null ? given.size() : place;
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
