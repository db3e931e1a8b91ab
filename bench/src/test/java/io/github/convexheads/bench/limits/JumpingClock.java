package io.github.convexheads.bench.limits;

import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock that goes on by a millisecond whenever it is read, and at one reading by a day. Readings
 * are numbered, and the phase of a fit that each was made in is known.
 */
final class JumpingClock implements LongSupplier {
  private static final long DAY = TimeUnit.DAYS.toNanos(1);

  /** The phases of a fit, each by a class and a method that only it has. */
  enum Phase {
    LANCZOS("BlockLanczos", ""),
    PREPROCESSING("PreprocessingFit", ""),
    GATES("OutsideParts", "gates"),
    DIGEST("DataDigest", ""),
    BETA_MAX("Certifier", "betaMax"),
    CERTIFICATE("FitProof", ""),
    LINE_SEARCH("LineSearch", ""),
    FACTORISATION("ReducedSystem", ""),
    SOLVING("RelayedProgress", "solve"),
    SEARCH("NetworkSearch", "improved");

    private final String type;
    private final String method;

    Phase(String type, String method) {
      this.type = type;
      this.method = method;
    }

    private boolean has(StackFrame frame) {
      String name = frame.getClassName();
      return name.endsWith("." + type)
          && (method.isEmpty() || frame.getMethodName().contains(method));
    }
  }

  private final long jumpsAt;
  private final Runnable atJump;
  private final List<Phase> phases = new ArrayList<>();
  private long now;
  private int readings;

  /** A clock that does not jump. */
  JumpingClock() {
    this(Long.MAX_VALUE, () -> {});
  }

  JumpingClock(long jumpsAt, Runnable atJump) {
    this.jumpsAt = jumpsAt;
    this.atJump = atJump;
  }

  @Override
  public synchronized long getAsLong() {
    if (jumpsAt == Long.MAX_VALUE) {
      phases.add(phase());
    }
    now += TimeUnit.MILLISECONDS.toNanos(1);
    if (readings++ == jumpsAt) {
      now += DAY;
      atJump.run();
    }
    return now;
  }

  synchronized boolean jumped() {
    return readings > jumpsAt;
  }

  /** Returns the phase of every reading of a clock that does not jump; null for no known one. */
  synchronized List<Phase> phases() {
    return new ArrayList<>(phases);
  }

  private static Phase phase() {
    return StackWalker.getInstance()
        .walk(
            frames -> {
              List<StackFrame> stack = frames.toList();
              for (Phase phase : Phase.values()) {
                if (stack.stream().anyMatch(phase::has)) {
                  return phase;
                }
              }
              return null;
            });
  }

  /** Returns a listener that asks to stop once the clock has jumped. */
  ProgressListener cancelling() {
    return new ProgressListener() {
      @Override
      public void progressed(Progress progress) {}

      @Override
      public boolean cancelled() {
        return jumped();
      }
    };
  }
}
