package io.github.convexheads.bench.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README is compiled and run as it stands there. */
class ReadmeExampleTest {
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theExampleOfTheReadmeFitsAHeadAndSavesIt() throws Exception {
    Path model = folder.resolve("head.safetensors");
    Files.writeString(folder.resolve("Example.java"), source(model), UTF_8);
    compile();
    int n = 40;
    SplittableRandom random = new SplittableRandom(1);
    float[] features = new float[n * 3 * 4];
    int[] classes = new int[n];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    Arrays.setAll(classes, i -> i % 2);

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Method run =
          loader
              .loadClass("Example")
              .getMethod(
                  "run", float[].class, int[].class, int.class, int.class, int.class, int.class);
      run.invoke(null, features, classes, n, 3, 4, 2);
    }

    assertThat(ConvexHeads.builder().load(model).outputs()).isEqualTo(2);
  }

  /** The block of the README; only the file goes into a folder of the test. */
  private static String source(Path model) throws IOException {
    Matcher block = JAVA.matcher(Files.readString(Path.of("..", "README.md"), UTF_8));
    assertThat(block.find()).as("README.md has a block of Java").isTrue();
    String example = block.group(1);
    assertThat(example).contains("Path.of(\"head.safetensors\")");
    return """
        import io.github.convexheads.api.ConvexHeads;
        import io.github.convexheads.api.fit.FitResult;
        import io.github.convexheads.api.token.Targets;
        import io.github.convexheads.api.token.Tokens;
        import java.nio.file.Path;

        public class Example {
          public static void run(float[] features, int[] classes, int n, int s, int d, int c) {
            %s
          }
        }
        """
        .formatted(example.replace("head.safetensors", model.toString().replace('\\', '/')));
  }

  private void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path api =
        Path.of(
            java.net.URI.create(
                ConvexHeads.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      Iterable<? extends JavaFileObject> units =
          files.getJavaFileObjects(folder.resolve("Example.java"));
      List<String> options = List.of("-proc:none", "-cp", api.toString(), "-d", folder.toString());
      boolean compiled = compiler.getTask(messages, files, null, options, null, units).call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
