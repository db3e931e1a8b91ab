package io.github.convexheads.bench.limits;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Interrupts random fits at random moments, by limits of time and by cancelling, and measures how
 * long each goes on. Where other programs share the processors the time that counts is that of this
 * one's threads on them, which is measured beside that of the clock.
 */
public final class Interruptions {
  /** Nanoseconds that an interruption may take. */
  private static final long LATEST = 2_000_000_000L;

  private static final List<String> SOLVERS =
      List.of("auto", "low-rank", "projected-gradient", "interior-point", "admm", "cone-descent");
  private static final List<String> HEADS =
      List.of("linear", "mlp", "attention", "mixer", "fno", "b-fno");

  private final Map<String, List<Late>> late = new LinkedHashMap<>();
  private final List<String> failed = new ArrayList<>();

  /** How late a fit ended, in nanoseconds of the clock and of this process on the processors. */
  private record Late(long clock, long processor, boolean fitted) {}

  /** A fit that is interrupted. */
  private record Trial(
      String solver, String head, int n, int s, int d, int c, double fraction, long moment) {

    static Trial of(long number) {
      SplittableRandom random = new SplittableRandom(number);
      String solver = SOLVERS.get((int) (number % SOLVERS.size()));
      boolean relu = solver.equals("cone-descent");
      boolean dense = solver.equals("interior-point") || solver.equals("admm");
      boolean heavy = !relu && !dense && random.nextInt(4) == 0;
      int n = relu ? 4 + random.nextInt(8) : heavy ? 4000 : 40 + random.nextInt(dense ? 400 : 2000);
      return new Trial(
          solver,
          relu ? "mlp" : HEADS.get(random.nextInt(HEADS.size())),
          n,
          1 + random.nextInt(relu ? 1 : 4),
          relu ? 2 : 4 + random.nextInt(heavy ? 60 : dense ? 8 : 20),
          2 + random.nextInt(relu ? 2 : 10),
          Math.pow(10, -1 - 4 * random.nextDouble()),
          (long) (2e9 * random.nextDouble() * random.nextDouble()));
    }

    ConvexHeads builder() {
      ConvexHeads builder =
          ConvexHeads.builder()
              .head(head)
              .solver(solver)
              .loss("squared")
              .betaFraction(fraction)
              .tolerance(1e-12)
              .set("run.threads", "2");
      if (head.equals("linear")) {
        return builder;
      }
      return builder.set(
          "head.activation",
          solver.equals("cone-descent") ? "relu" : n % 2 == 0 ? "gated-relu" : "linear");
    }

    Tokens tokens() {
      SplittableRandom random = new SplittableRandom(n + d);
      double[] values = new double[n * s * d];
      Arrays.setAll(values, i -> random.nextGaussian());
      return Tokens.of(values, n, s, d);
    }

    Targets targets() {
      SplittableRandom random = new SplittableRandom(n + c);
      double[] values = new double[n * c];
      Arrays.setAll(values, i -> random.nextGaussian());
      return new RealTargets(values, 1, c);
    }
  }

  private void run(long number) {
    Trial trial = Trial.of(number);
    Tokens tokens = trial.tokens();
    Targets targets = trial.targets();
    boolean cancelled = number / SOLVERS.size() % 2 == 0;
    long millis = Math.max(1, trial.moment / 1_000_000);
    Interrupting listener = new Interrupting(System.nanoTime() + millis * 1_000_000);
    ConvexHeads asked =
        cancelled
            ? trial.builder().listener(listener)
            : trial.builder().listener(listener).set("solver.time-limit", millis + "ms");
    listener.cancels = cancelled;
    Thread watch = new Thread(listener::watch, "interruption");
    watch.start();
    boolean fitted = false;
    try {
      FitResult result = asked.fit(tokens, targets);
      fitted = true;
      if (result.certificate().contradiction().isPresent()) {
        failed.add(trial + ": " + result.certificate().contradiction().get().text());
      }
    } catch (StoppedException | InvalidInputException e) {
      // Stopped before there was a point, or declined: an answer too.
    } catch (RuntimeException e) {
      failed.add(trial + ": " + e);
    }
    Late found = listener.late(fitted);
    watch.interrupt();
    late.computeIfAbsent(trial.solver, s -> new ArrayList<>()).add(found);
    if (found.processor > LATEST || found.clock > LATEST) {
      System.err.printf(
          "%d %s late by %.2f s, %.2f s on processors%n",
          number, trial, found.clock * 1e-9, found.processor * 1e-9);
    }
  }

  /** Says when the moment has come, and what time the process has used by then. */
  private static final class Interrupting implements ProgressListener {
    private final long moment;
    private volatile boolean cancels;
    private volatile long used = -1;

    Interrupting(long moment) {
      this.moment = moment;
    }

    void watch() {
      try {
        while (System.nanoTime() < moment) {
          Thread.sleep(1);
        }
        used = processorTime();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Late late(boolean fitted) {
      long clock = System.nanoTime() - moment;
      return used < 0 || clock < 0
          ? new Late(0, 0, fitted)
          : new Late(clock, processorTime() - used, fitted);
    }

    @Override
    public void progressed(Progress progress) {}

    @Override
    public boolean cancelled() {
      return cancels && System.nanoTime() >= moment;
    }
  }

  private static long processorTime() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /**
   * Interrupts N fits, prints a table, and fails where one went on for more than two seconds on the
   * processors.
   *
   * @param arguments N, and the first number, 0 by default
   */
  public static void main(String[] arguments) {
    long trials = Long.parseLong(arguments[0]);
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
    new Interruptions().run(first); // loads classes and native code
    Interruptions all = new Interruptions();
    for (long i = first; i < first + trials; i++) {
      all.run(i);
    }
    all.print();
    if (!all.failed.isEmpty()) {
      all.failed.forEach(System.out::println);
      throw new IllegalStateException(all.failed.size() + " failures");
    }
  }

  private void print() {
    System.out.println(
        "| solver | interrupted | with a head | median, s | latest, s | latest on processors, s | over 2 s |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|");
    late.forEach(
        (solver, all) -> {
          long[] clocks = all.stream().mapToLong(Late::clock).sorted().toArray();
          long most = all.stream().mapToLong(Late::processor).max().orElse(0);
          long over = all.stream().filter(l -> Math.min(l.processor, l.clock) > LATEST).count();
          System.out.printf(
              "| `%s` | %d | %d | %.3f | %.3f | %.3f | %d |%n",
              solver,
              all.size(),
              all.stream().filter(Late::fitted).count(),
              clocks[clocks.length / 2] * 1e-9,
              clocks[clocks.length - 1] * 1e-9,
              most * 1e-9,
              over);
          if (over > 0) {
            failed.add(solver + " was late");
          }
        });
  }
}
