package io.github.convexheads.spark;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;

/**
 * The jars that executors need: all in the folders of the library and of this engine, but for those
 * that only the command itself uses. With spark-submit they are in the application's own jar.
 */
final class ExecutorJars {
  /** Of the command alone, and large, or in the way of what Spark brings. */
  private static final List<String> NOT_NEEDED =
      List.of(
          "onnxruntime", "tribuo", "imageio", "xchart", "slf4j", "jackson", "protobuf", "common-");

  private static final String KEY = "spark.jars";

  private ExecutorJars() {}

  static void addTo(SparkConf conf, List<String> plugins) {
    Set<String> jars = new LinkedHashSet<>(plugins);
    if (!conf.get("spark.master").startsWith("local[")
        && !conf.contains("spark.submit.deployMode")) {
      jars.addAll(beside(ConvexHeads.class));
      jars.addAll(beside(ExecutorJars.class));
    }
    if (!jars.isEmpty()) {
      String given = conf.get(KEY, "");
      conf.set(KEY, (given.isEmpty() ? "" : given + ",") + String.join(",", jars));
    }
  }

  private static Set<String> beside(Class<?> type) {
    Set<String> jars = new LinkedHashSet<>();
    File folder = place(type).getParent().toFile();
    File[] files = folder.listFiles((at, name) -> name.endsWith(".jar") && needed(name));
    for (File file : files == null ? new File[0] : files) {
      jars.add(file.getAbsolutePath());
    }
    return jars;
  }

  private static boolean needed(String name) {
    return NOT_NEEDED.stream().noneMatch(name::startsWith);
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new InvalidInputException("the jar of " + type + " cannot be found: " + e, e);
    }
  }
}
