package io.github.convexheads.api.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.loss.LossProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;

/** A plugin under construction: sources that are compiled, a services file, a jar. */
final class PluginJar {
  private static final String SERVICES = "META-INF/services/" + LossProvider.class.getName();

  private final Path work;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> dropped = new ArrayList<>();
  private String services;

  PluginJar(Path work) {
    this.work = work;
  }

  /** A loss provider {@code demo.Name} whose methods are as given, others as they should be. */
  PluginJar provider(String name, String id, String version, String more) {
    services = services == null ? "demo." + name : services + "\ndemo." + name;
    return source(
        "demo/" + name,
        """
        package demo;
        public final class %s implements io.github.convexheads.api.loss.LossProvider {
          %s
          public int spiVersion() { return %s; }
          public String id() { return %s; }
          public String description() { return "A loss of a test."; }
          public io.github.convexheads.api.loss.Loss create(
              io.github.convexheads.api.settings.Settings settings) {
            return new io.github.convexheads.api.internal.loss.SquaredLoss();
          }
        }
        """
            .formatted(name, more, version, id));
  }

  PluginJar source(String path, String text) {
    sources.put(path + ".java", text);
    return this;
  }

  /** Gives the services file another content; null leaves it out. */
  PluginJar services(String content) {
    services = content;
    return this;
  }

  /** Leaves a class out of the jar. */
  PluginJar without(String path) {
    dropped.add(path + ".class");
    return this;
  }

  /** Writes a folder of classes. */
  Path folder(Path folder) {
    try {
      Path from = Files.createDirectories(work.resolve("sources-" + sources.hashCode()));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-proc:none", "-cp", classPath(), "-d", folder.toString(), "--release", "17"));
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = from.resolve(source.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, source.getValue());
        arguments.add(file.toString());
      }
      Files.createDirectories(folder);
      if (!sources.isEmpty()) {
        assertThat(
                ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, arguments.toArray(String[]::new)))
            .isZero();
      }
      for (String path : dropped) {
        Files.delete(folder.resolve(path));
      }
      if (services != null) {
        Path file = folder.resolve(SERVICES);
        Files.createDirectories(file.getParent());
        Files.writeString(file, services, UTF_8);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a jar with implementation version 1.2. */
  Path jar(Path file) {
    Path classes = folder(work.resolve("classes-" + file.getFileName()));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(one).toString().replace('\\', '/')));
        jar.write(Files.readAllBytes(one));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The api and the marks of its types. */
  private static String classPath() {
    return String.join(File.pathSeparator, place(LossProvider.class), place(API.class));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
