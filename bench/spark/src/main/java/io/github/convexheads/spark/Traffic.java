package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.BlockUpdatedInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an application sends, by Spark's own metrics: for every kind of job the results that reach
 * the driver and what executors fetch of one another, and in all what executors fetch of the
 * driver's broadcasts.
 */
final class Traffic extends SparkListener {
  private static final String HEADER =
      "step,jobs,tasks,seconds,task_seconds,result_bytes,shuffled_bytes,broadcast_bytes";

  private final Map<String, Sums> steps = new TreeMap<>();
  private final Map<Integer, Long> starts = new HashMap<>();
  private final Map<Integer, String> stepsOfJobs = new HashMap<>();
  private final Map<Integer, String> stepsOfStages = new HashMap<>();
  private long broadcast;

  /** What the jobs of one description came to. */
  private static final class Sums {
    private int jobs;
    private int tasks;
    private double seconds;
    private double taskSeconds;
    private long results;
    private long shuffled;

    private void add(Sums other) {
      jobs += other.jobs;
      tasks += other.tasks;
      seconds += other.seconds;
      taskSeconds += other.taskSeconds;
      results += other.results;
      shuffled += other.shuffled;
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    Properties properties = start.properties();
    String text = properties == null ? "" : properties.getProperty("spark.job.description", "");
    String step = text.replaceAll("^step [0-9]+: ", "").replaceAll("[0-9]+", "#");
    starts.put(start.jobId(), start.time());
    stepsOfJobs.put(start.jobId(), step);
    CollectionConverters.asJava(start.stageInfos())
        .forEach(stage -> stepsOfStages.put(stage.stageId(), step));
    sums(step).jobs++;
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    Long start = starts.remove(end.jobId());
    String step = stepsOfJobs.remove(end.jobId());
    if (start != null) {
      sums(step).seconds += (end.time() - start) * 1e-3;
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Sums sums = sums(stepsOfStages.getOrDefault(end.stageId(), ""));
    sums.tasks++;
    if (end.taskMetrics() != null) {
      sums.taskSeconds += end.taskMetrics().executorRunTime() * 1e-3;
      sums.results += end.taskMetrics().resultSize();
      sums.shuffled += end.taskMetrics().shuffleReadMetrics().totalBytesRead();
    }
  }

  @Override
  public synchronized void onBlockUpdated(SparkListenerBlockUpdated update) {
    BlockUpdatedInfo block = update.blockUpdatedInfo();
    boolean piece = block.blockId().isBroadcast() && block.blockId().name().contains("piece");
    if (piece && block.storageLevel().isValid() && !block.blockManagerId().isDriver()) {
      broadcast += block.memSize() + block.diskSize();
    }
  }

  private Sums sums(String step) {
    return steps.computeIfAbsent(step, added -> new Sums());
  }

  /** One line for every step in CSV, and one for all. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    Sums all = new Sums();
    steps.forEach(
        (step, sums) -> {
          lines.add(line(step, sums, ""));
          all.add(sums);
        });
    lines.add(line("all", all, Long.toString(broadcast)));
    return lines;
  }

  private static String line(String step, Sums sums, String sent) {
    return String.format(
        Locale.ROOT,
        "\"%s\",%d,%d,%.3f,%.3f,%d,%d,%s",
        step,
        sums.jobs,
        sums.tasks,
        sums.seconds,
        sums.taskSeconds,
        sums.results,
        sums.shuffled,
        sent);
  }

  /** Writes what was sent until now. */
  void write(Path file) {
    try {
      Files.write(file, lines());
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}
