package io.github.convexheads.bench.walls;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A source file with the length of its methods, in lines from the first of the declaration to the
 * closing brace; Javadoc is not counted, and methods without a body have none.
 *
 * @param path the file
 * @param lines its lines
 * @param methods its methods
 */
record SourceFile(Path path, int lines, List<Method> methods) {

  /**
   * A method.
   *
   * @param name class file and name
   * @param lines its lines
   */
  record Method(String name, int lines) {}

  /** Parses all sources below a folder but package descriptions. */
  static List<SourceFile> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> sources =
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("package-info.java"))
              .sorted()
              .toList();
      return parsed(sources);
    }
  }

  private static List<SourceFile> parsed(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<SourceFile> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        Path path = Path.of(unit.getSourceFile().toUri());
        List<Method> methods = new ArrayList<>();
        new Methods(unit, positions, path.getFileName().toString()).scan(unit, methods);
        found.add(new SourceFile(path, Files.readAllLines(path).size(), methods));
      }
      return found;
    }
  }

  /** Collects the methods of a file. */
  private static final class Methods extends TreeScanner<Void, List<Method>> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String file;

    Methods(CompilationUnitTree unit, SourcePositions positions, String file) {
      this.unit = unit;
      this.positions = positions;
      this.file = file;
    }

    @Override
    public Void visitMethod(MethodTree method, List<Method> found) {
      long from = positions.getStartPosition(unit, method);
      if (method.getBody() != null && from >= 0) {
        LineMap lines = unit.getLineMap();
        long last = lines.getLineNumber(positions.getEndPosition(unit, method));
        found.add(
            new Method(
                file + ": " + method.getName(), (int) (last - lines.getLineNumber(from) + 1)));
      }
      return super.visitMethod(method, found);
    }
  }
}
