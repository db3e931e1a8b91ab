package io.github.convexheads.bench.attack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * Tries to make a fit or a verification claim what exact arithmetic refutes, and counts. A claim is
 * refuted when the objective of the point, or of a better one that a sound fit finds, is on the
 * wrong side of what was reported, computed with forty digits from the definitions.
 */
public final class Attack {
  private final List<Kind> kinds;
  private final Map<Kind, Map<Outcome, LongAdder>> counts = new EnumMap<>(Kind.class);
  private final List<String> refuted = new ArrayList<>();
  private final List<String> defects = new ArrayList<>();

  /** Tries these kinds in turn. */
  Attack(Kind... kinds) {
    this.kinds = List.of(kinds);
  }

  /** Tries so many trials. */
  Attack run(long first, long trials) {
    for (Kind kind : kinds) {
      Map<Outcome, LongAdder> own = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        own.put(outcome, new LongAdder());
      }
      counts.put(kind, own);
    }
    LongStream.range(first, first + trials).parallel().forEach(this::count);
    return this;
  }

  private void count(long seed) {
    Kind kind = kinds.get((int) (seed % kinds.size()));
    Outcome outcome;
    try {
      outcome = Trials.of(kind, seed);
    } catch (RuntimeException e) {
      synchronized (defects) {
        defects.add(kind + " " + seed + " ended as a defect: " + e);
      }
      return;
    }
    if (outcome == Outcome.ACCUSED && !kind.sound()) {
      outcome = Outcome.WITHHELD;
    }
    counts.get(kind).get(outcome).increment();
    if (outcome == Outcome.REFUTED || outcome == Outcome.ACCUSED) {
      synchronized (refuted) {
        refuted.add(kind + " " + seed);
      }
    }
  }

  /** The seeds of all claims that were refuted, and of sound parts that were accused. */
  List<String> refuted() {
    return refuted;
  }

  /** Trials that ended with an exception that is no refusal; they are in no count. */
  List<String> defects() {
    return defects;
  }

  /** The number of trials with an outcome. */
  long total(Outcome outcome) {
    return counts.values().stream().mapToLong(own -> own.get(outcome).sum()).sum();
  }

  /** The counts as a table. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| attack | tried | claimed | withheld | accused wrongly | refuted |\n|---|--:|--:|--:|--:|--:|\n");
    counts.forEach(
        (kind, own) ->
            table.append(
                "| %s | %d | %d | %d | %d | %d |%n"
                    .formatted(
                        kind.words(),
                        own.values().stream().mapToLong(LongAdder::sum).sum(),
                        own.get(Outcome.CLAIMED).sum(),
                        own.get(Outcome.WITHHELD).sum(),
                        own.get(Outcome.ACCUSED).sum(),
                        own.get(Outcome.REFUTED).sum())));
    return table.toString();
  }

  /**
   * Runs N trials and prints the table, that of the trials so far when it is interrupted; fails
   * when a claim was refuted, a sound part accused or a trial ended as a defect.
   *
   * @param arguments N, the first seed, 0 by default, and the only kind, all by default
   */
  public static void main(String[] arguments) {
    long trials = Long.parseLong(arguments[0]);
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
    Attack attack =
        new Attack(arguments.length > 2 ? new Kind[] {Kind.valueOf(arguments[2])} : Kind.values());
    Runtime.getRuntime().addShutdownHook(new Thread(attack::print));
    attack.run(first, trials);
    if (!attack.refuted().isEmpty() || !attack.defects().isEmpty()) {
      throw new IllegalStateException(
          "%d claims were refuted or sound parts accused, %d trials ended as a defect"
              .formatted(attack.refuted().size(), attack.defects().size()));
    }
  }

  private void print() {
    System.out.print(table());
    synchronized (refuted) {
      refuted.forEach(System.out::println);
    }
    synchronized (defects) {
      defects.forEach(System.out::println);
    }
  }
}
