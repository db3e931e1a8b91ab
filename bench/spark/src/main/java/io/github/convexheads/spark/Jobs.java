package io.github.convexheads.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Jobs that bring what is made of every element of an RDD. Before every job Spark reads the byte
 * code around a Scala closure, and {@link JavaRDD#map} and {@link JavaRDD#collect} make three of
 * them; that takes the driver longer than all else of a small job. A function that is a class of
 * its own is sent as it is.
 */
final class Jobs {
  private static final ClassTag<Object[]> RESULTS = ClassTag$.MODULE$.apply(Object[].class);

  private Jobs() {}

  /** What executors make of an element. */
  @FunctionalInterface
  interface Work<T, R> extends Serializable {
    R of(T element);
  }

  /** Results of all elements, in the order of the RDD. */
  static <T, R> List<R> results(JavaRDD<T> rdd, Work<T, R> work) {
    return results(rdd, IntStream.range(0, rdd.getNumPartitions()).toArray(), work);
  }

  /** Results of the elements of some partitions, in the order of these. */
  static <T, R> List<R> results(JavaRDD<T> rdd, int[] partitions, Work<T, R> work) {
    List<Object> numbers = Arrays.stream(partitions).<Object>mapToObj(p -> p).toList();
    Object[] parts =
        (Object[])
            rdd.context()
                .runJob(
                    rdd.rdd(),
                    new OfPartition<>(work),
                    CollectionConverters.asScala(numbers).toSeq(),
                    RESULTS);
    List<R> all = new ArrayList<>();
    for (Object part : parts) {
      for (Object result : (Object[]) part) {
        @SuppressWarnings("unchecked") // As OfPartition put it there.
        R made = (R) result;
        all.add(made);
      }
    }
    return all;
  }

  /**
   * What a task does.
   *
   * @param work with every element of its partition
   */
  private record OfPartition<T, R>(Work<T, R> work)
      implements Function2<TaskContext, Iterator<T>, Object[]>, Serializable {
    @Override
    public Object[] apply(TaskContext task, Iterator<T> elements) {
      List<R> results = new ArrayList<>();
      while (elements.hasNext()) {
        results.add(work.of(elements.next()));
      }
      return results.toArray();
    }
  }
}
