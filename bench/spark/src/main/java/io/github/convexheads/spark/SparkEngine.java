package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.settings.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark application that reads tokens and keeps them. */
final class SparkEngine implements Engine {
  private static final String LOCAL = "local[*]";

  private final JavaSparkContext context;
  private final int rows;
  private final int tokens;
  private final Traffic traffic = new Traffic();
  private final String trafficFile;

  private SparkEngine(JavaSparkContext context, Settings settings) {
    this.context = context;
    this.rows = settings.get(SparkEngineProvider.ROWS);
    this.tokens = settings.get(SparkEngineProvider.TOKENS);
    this.trafficFile = settings.get(SparkEngineProvider.TRAFFIC);
    if (!trafficFile.isEmpty()) {
      context.sc().addSparkListener(traffic);
    }
  }

  static SparkEngine open(Settings settings) {
    SparkVersion.require(SparkVersion.here());
    SparkConf conf = configured(settings);
    StandaloneMaster.require(conf.get("spark.master"));
    String file = settings.get(SparkEngineProvider.TRAFFIC);
    if (!file.isEmpty()) {
      new Traffic().write(Path.of(file)); // refused now where it cannot be written
    }
    try {
      JavaSparkContext context = new JavaSparkContext(conf);
      Executors.await(context);
      LostExecutors.watch(context);
      return new SparkEngine(context, settings);
    } catch (RuntimeException e) {
      throw refused(conf.get("spark.master"), e);
    }
  }

  private static SparkConf configured(Settings settings) {
    SparkConf conf = new SparkConf();
    String master = settings.get(SparkEngineProvider.MASTER);
    if (!master.isEmpty()) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", LOCAL);
    conf.setIfMissing("spark.app.name", "convex-heads");
    // What Spark remembers of jobs for its pages would grow with every question.
    conf.setIfMissing("spark.ui.retainedJobs", "200");
    conf.setIfMissing("spark.ui.retainedStages", "200");
    conf.setIfMissing("spark.ui.retainedTasks", "2000");
    // Nobody looks at the pages of a run of this machine, and their port may be taken.
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    for (String setting : listed(settings.get(SparkEngineProvider.CONF))) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "engine.conf = %s: '%s' is no setting; it should read like spark.executor.memory=4g"
                .formatted(settings.get(SparkEngineProvider.CONF), setting));
      }
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    ExecutorJars.addTo(conf, listed(settings.get(SparkEngineProvider.JARS)));
    sameArithmetic(conf);
    likeTheCommand(conf);
    return conf;
  }

  /**
   * Native kernels pin arrays while they run. An allocation for which there is no room until then
   * must be tried again and not fail, on executors as in the command's own Java.
   */
  private static void likeTheCommand(SparkConf conf) {
    String key = "spark.executor.extraJavaOptions";
    String given = conf.get(key, "");
    String collector = given.matches(".*-XX:\\+Use\\w+GC.*") ? "" : "-XX:+UseParallelGC ";
    conf.set(
        key,
        "-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions"
            + " -XX:GCLockerRetryAllocationCount=100 "
            + collector
            + given);
  }

  /** OpenBLAS's kernels decide the last bits, so that executors take those of the driver. */
  private static void sameArithmetic(SparkConf conf) {
    String cores = System.getenv("OPENBLAS_CORETYPE");
    if (cores != null) {
      conf.setIfMissing("spark.executorEnv.OPENBLAS_CORETYPE", cores);
    }
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
  }

  private static List<String> listed(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  private static InvalidInputException refused(String master, RuntimeException cause) {
    Throwable inner = cause;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    String why = String.valueOf(inner.getMessage()).lines().findFirst().orElse("");
    return new InvalidInputException(
        "no Spark application can be started at %s: %s".formatted(master, why), cause);
  }

  /** The Spark application. */
  JavaSparkContext context() {
    return context;
  }

  @Override
  public SparkTokens read(TokenFiles files) {
    return ParquetFiles.are(files.names())
        ? ParquetFiles.read(context, files, rows, tokens)
        : NpyShards.read(context, files, rows);
  }

  @Override
  public void close() {
    context.close(); // which waits for what listeners have not heard yet
    if (!trafficFile.isEmpty()) {
      traffic.write(Path.of(trafficFile));
    }
  }
}
