import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * Which artifacts of a list (`group:artifact version`, one a line) are affected by an advisory of a CSV
 * file: CVE, published, summary, group:artifact, introduced, fixed, then the last affected version where the
 * file has such a column. Exit code 1 where there is one.
 */
public final class Advisories {

  private static final Pattern FIELD = Pattern.compile("\"((?:[^\"]|\"\")*)\"(?:,|$)|([^,]*)(?:,|$)");

  private Advisories() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, List<List<String>>> advisories = new HashMap<>();
    int known = 0;
    String newest = "";
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      List<String> row = fields(line);
      if (row.size() > 6) {
        advisories.computeIfAbsent(row.get(3), name -> new ArrayList<>()).add(row);
        newest = newest.compareTo(row.get(1)) < 0 ? row.get(1) : newest;
        known++;
      }
    }
    TreeSet<String> artifacts = new TreeSet<>(Files.readAllLines(Path.of(arguments[1])));
    TreeSet<String> affected = new TreeSet<>();
    for (String artifact : artifacts) {
      String[] parts = artifact.split(" ");
      for (List<String> row : advisories.getOrDefault(parts[0], List.of())) {
        if (affects(row, new ComparableVersion(parts[1]))) {
          affected.add(artifact + ": " + row.get(0) + ": " + row.get(2));
        }
      }
    }
    affected.forEach(System.out::println);
    System.out.printf(
        "%d artifacts, %d affected, by %d advisories, the newest of %s%n",
        artifacts.size(), affected.size(), known, newest);
    System.exit(affected.isEmpty() ? 0 : 1);
  }

  private static boolean affects(List<String> row, ComparableVersion version) {
    return version.compareTo(new ComparableVersion(row.get(4))) >= 0
        && (row.get(5).isEmpty() || version.compareTo(new ComparableVersion(row.get(5))) < 0)
        && (!row.get(6).matches("[0-9].*") || version.compareTo(new ComparableVersion(row.get(6))) <= 0);
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    Matcher matcher = FIELD.matcher(line);
    while (matcher.find() && matcher.start() < line.length()) {
      fields.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return fields;
  }
}
