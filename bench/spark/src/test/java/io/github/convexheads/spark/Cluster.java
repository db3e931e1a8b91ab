package io.github.convexheads.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Clusters to test on: executors in processes of their own, started by Spark for the test, or those
 * of a standalone master that {@code -Dspark.test.master=spark://...} names.
 */
final class Cluster {
  /** Most of what a short-lived process computes is its own compilation. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private Cluster() {}

  /** Where executors run, all of them together on so many cores, one each. */
  static JavaSparkContext open(String master, int executors) {
    prepareSparkHome();
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("convex-heads test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.cores.max", Integer.toString(executors))
            .set("spark.executor.cores", "1")
            .set("spark.executor.memory", "512m")
            .set("spark.executor.extraJavaOptions", SHORT_LIVED)
            .set("spark.executor.extraClassPath", classPath());
    return new JavaSparkContext(conf);
  }

  static JavaSparkContext open(Place place) {
    return open(place.master(), place.executors());
  }

  /** A master with a number of executors. */
  record Place(String master, int executors) {}

  /** One place with several executors. */
  static Place several() {
    String master = System.getProperty("spark.test.master", "");
    return master.isEmpty() ? new Place("local-cluster[2,1,1024]", 2) : new Place(master, 2);
  }

  /** Places of different numbers of executors, or threads. */
  static List<Place> places() {
    String master = System.getProperty("spark.test.master", "");
    return master.isEmpty()
        ? List.of(new Place("local[1]", 1), several(), new Place("local[4]", 4))
        : List.of(new Place(master, 1), new Place(master, 2), new Place(master, 4));
  }

  /** All jars and classes of the test, which executors share a machine with. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Spark looks for a folder of jars before it starts executors; theirs come by class path. */
  private static void prepareSparkHome() {
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of an application's executors, known by the address of their driver. */
  static List<ProcessHandle> executors(JavaSparkContext context) {
    return ProcessHandle.allProcesses().filter(p -> isExecutor(p, context)).toList();
  }

  private static boolean isExecutor(ProcessHandle process, JavaSparkContext context) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
      String line = new String(bytes, StandardCharsets.ISO_8859_1);
      String driver = "@127.0.0.1:" + context.getConf().get("spark.driver.port");
      return line.contains("ExecutorBackend") && line.contains(driver + "\0");
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }
}
