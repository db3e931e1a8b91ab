package io.github.convexheads.spark;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts jobs by what their descriptions say, and the bytes of results that reached the driver. */
final class JobCounter extends SparkListener {
  private final Map<String, Integer> jobs = new TreeMap<>();
  private long tasks;
  private long resultBytes;
  private long shuffledBytes;

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    Properties properties = start.properties();
    String text = properties == null ? "" : properties.getProperty("spark.job.description", "");
    jobs.merge(text.replaceAll("[0-9]+", "#"), 1, Integer::sum);
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tasks++;
    if (end.taskMetrics() != null) {
      resultBytes += end.taskMetrics().resultSize();
      shuffledBytes += end.taskMetrics().shuffleReadMetrics().totalBytesRead();
    }
  }

  synchronized int jobs() {
    return jobs.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public synchronized String toString() {
    return "%d jobs, %d tasks, %d bytes of results, %d bytes shuffled: %s"
        .formatted(jobs(), tasks, resultBytes, shuffledBytes, jobs);
  }
}
