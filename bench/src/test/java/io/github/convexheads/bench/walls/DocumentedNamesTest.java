package io.github.convexheads.bench.walls;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Line;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages name in the code is there, under that name. */
class DocumentedNamesTest {
  private static final Path ROOT = Path.of("..");

  /** A type, and perhaps a member of it: {@code Evaluation}, {@code Evaluation.gradient}. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][a-z]\\w*)((?:\\.\\w+)*)(?:\\([^`]*\\))?`");

  private static final Pattern DECLARATION =
      Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w*)");
  private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");

  /** Types of other projects that the pages speak of. */
  private static final Set<String> OTHERS =
      Set.of(
          "BinomialTest", // Commons Math
          "ConvexSolver", // ojAlgo
          "CrossValidator", // Spark
          "Dataset", // Spark
          "IgnoreUnrecognizedVMOptions", // an option of Java
          "JavadocMethod", // Checkstyle
          "LinearSVC", // scikit-learn
          "Loader", // JavaCPP
          "Pipeline", // Spark
          "StringIndexer"); // Spark

  private static final List<String> JAVA =
      List.of("java.lang.", "java.util.", "java.util.zip.", "java.security.");

  /** Every type of the repository, with the sources that declare one of its name. */
  private static final Map<String, String> SOURCES = new TreeMap<>();

  @BeforeAll
  static void readSources() throws IOException {
    try (Stream<Path> files =
        Files.find(ROOT, 24, (file, facts) -> file.toString().endsWith(".java"))) {
      for (Path file : files.filter(f -> !f.toString().contains("target")).toList()) {
        String text = Files.readString(file);
        DECLARATION
            .matcher(text)
            .results()
            .forEach(type -> SOURCES.merge(type.group(1), text, (a, b) -> a + b));
      }
    }
    assertThat(SOURCES).hasSizeGreaterThan(1000);
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve(".github"))) {
      return Stream.concat(pages, Stream.of(ROOT.resolve("README.md")))
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTypeOfAPageExistsWithTheMemberThatIsNamed(Path page) throws IOException {
    Set<String> gone = new TreeSet<>();
    NAME.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""))
        .results()
        .filter(name -> !exists(name))
        .forEach(name -> gone.add(name.group()));

    assertThat(gone).as("names in %s", page).isEmpty();
  }

  @Test
  void everyTypeOfAnotherProjectIsSpokenOf() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path page : pages()) {
      NAME.matcher(Files.readString(page)).results().forEach(name -> named.add(name.group(1)));
    }

    assertThat(named).containsAll(OTHERS);
  }

  private static boolean exists(MatchResult name) {
    String source = SOURCES.get(name.group(1));
    if (source == null) {
      return OTHERS.contains(name.group(1)) || JAVA.stream().anyMatch(p -> isOf(p, name.group(1)));
    }
    return Pattern.compile("\\w+")
        .matcher(name.group(2))
        .results()
        .allMatch(member -> Pattern.compile("\\b" + member.group() + "\\b").matcher(source).find());
  }

  private static boolean isOf(String packagePrefix, String name) {
    try {
      return Class.forName(packagePrefix + name) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The table of what a program has to answer is the contract itself. */
  @ParameterizedTest
  @ValueSource(classes = {ConvexProgram.class, Evaluation.class, Line.class})
  void architectureNamesAllThatAProgramMustAndMayAnswer(Class<?> type) throws IOException {
    String row =
        Files.readAllLines(ROOT.resolve(".github/ARCHITECTURE.md")).stream()
            .filter(line -> line.startsWith("| `" + type.getSimpleName() + "` |"))
            .findFirst()
            .orElseThrow();
    String[] columns = row.split(" \\| ", -1);

    assertThat(names(columns[1])).isEqualTo(methods(type, Modifier::isAbstract));
    assertThat(names(columns[2])).isEqualTo(methods(type, m -> !Modifier.isAbstract(m)));
  }

  private static Set<String> names(String column) {
    return Pattern.compile("`(\\w+)(?:\\([^`]*\\))?`")
        .matcher(column)
        .results()
        .map(name -> name.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> methods(Class<?> type, Predicate<Integer> kind) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> kind.test(method.getModifiers()))
        .map(Method::getName)
        .collect(toCollection(TreeSet::new));
  }

  /** A rule that finds nothing would let everything pass. */
  @Test
  void aNameThatIsNotThereIsFound() {
    String text =
        "`Evaluation`, `Evaluation.gradient`, `Math.fma`, `Evaluator`, `Evaluation.slope`";

    assertThat(NAME.matcher(text).results().filter(name -> !exists(name)))
        .extracting(MatchResult::group)
        .containsExactly("`Evaluator`", "`Evaluation.slope`");
  }
}
