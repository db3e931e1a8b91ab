package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A plugin jar with one provider, which is a sound one of {@code src/test/resources/hostile} but
 * for one thing.
 *
 * @param work where it is compiled
 */
record HostileJar(Path work) {
  private static final Path BASES = Path.of("src", "test", "resources", "hostile");

  /**
   * Writes a jar; the provider's body may name types of the api and of java.util by their names.
   */
  Path write(Path jar, String kind, String body) throws IOException {
    Path sources = Files.createDirectories(work.resolve("sources"));
    Path classes = Files.createDirectories(work.resolve("classes"));
    Path provider =
        Files.writeString(
            sources.resolve("Provider.java"),
            """
            package hostile;
            import io.github.convexheads.api.head.*;
            import io.github.convexheads.api.loss.*;
            import io.github.convexheads.api.kernel.*;
            import io.github.convexheads.api.metric.Metric;
            import io.github.convexheads.api.model.*;
            import io.github.convexheads.api.preprocess.*;
            import io.github.convexheads.api.program.*;
            import io.github.convexheads.api.settings.*;
            import io.github.convexheads.api.solver.*;
            import io.github.convexheads.api.token.*;
            import java.util.*;
            public final class Provider extends %sBase {
              %s
            }
            """
                .formatted(kind, body));
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", classes.toString(), provider.toString()));
    try (Stream<Path> bases = Files.list(BASES)) {
      bases.map(Path::toString).forEach(arguments::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.github.convexheads.api.%sProvider".formatted(service(kind))),
        "hostile.Provider");
    pack(classes, jar);
    return jar;
  }

  private static String service(String kind) {
    return switch (kind) {
      case "Step" -> "preprocess.Step";
      case "Reader" -> "token.TokenReader";
      case "Exporter" -> "model.Exporter";
      default -> kind.toLowerCase(Locale.ROOT) + "." + kind;
    };
  }

  private static void pack(Path classes, Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.walk(classes)) {
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(one).toString().replace('\\', '/')));
        jar.write(Files.readAllBytes(one));
      }
    }
  }
}
