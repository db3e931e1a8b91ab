package io.github.convexheads.bench.command;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.internal.format.FileException;
import io.github.convexheads.api.internal.progress.ForwardingListener;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.path.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What happens to a fit that is interrupted: Ctrl-C or SIGTERM cancels it, and with {@code
 * --checkpoint} the best point so far is saved, now and then while it runs and once more when it is
 * interrupted or ends.
 *
 * <p>An interruption ends within two seconds: it waits for no answer from the solver, which may be
 * in the middle of a long step, and for the disk only so long. What the disk has not taken by then
 * is not there; the checkpoint before it is.
 */
final class Checkpointing extends ForwardingListener implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PATIENCE_MILLIS = 1000;

  private final Path file;
  private final Configuration configuration;
  private final Tokens tokens;
  private final Targets targets;
  private final String digest;
  private final Thread hook = new Thread(this::interrupt, "convex-heads interruption");
  private volatile boolean cancelled;
  private final AtomicReference<Variable> unsaved = new AtomicReference<>();
  private volatile MemoryEstimate memory;
  private long saved = System.nanoTime();

  Checkpointing(
      ProgressListener next,
      Path file,
      Configuration configuration,
      Tokens tokens,
      Targets targets) {
    super(next);
    this.file = file;
    this.configuration = configuration;
    this.tokens = tokens;
    this.targets = targets;
    this.digest = file == null ? "" : DataDigest.of(tokens, targets);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      cancelled = true; // Java is being ended already
    }
  }

  /** Returns where to start: from the checkpoint when asked to and there is one. */
  Optional<Variable> start(boolean resume) {
    if (!resume) {
      return Optional.empty();
    }
    if (file == null) {
      throw new InvalidInputException("--resume needs --checkpoint FILE to resume from");
    }
    if (!Files.exists(file)) {
      noted("no checkpoint at " + file + " yet; starting from zero");
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.read(file);
    checkpoint.require(
        configuration.asMap(), recorded -> DataDigest.matches(recorded, digest, tokens, targets));
    return Optional.of(checkpoint.variable());
  }

  private void interrupt() {
    cancelled = true;
    Thread writer = new Thread(this::save, "convex-heads checkpoint");
    writer.setDaemon(true);
    writer.start();
    try {
      writer.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean resumable = file != null && Files.exists(file);
    noted(
        "interrupted; no model was written" + (resumable ? "; --resume goes on from " + file : ""));
  }

  /** A fit of hours does not end because its checkpoint finds no room; it says so. */
  private synchronized void save() {
    Variable point = file == null ? null : unsaved.getAndSet(null);
    if (point == null) {
      return;
    }
    try {
      new Checkpoint(point, configuration.asMap(), digest).write(file);
    } catch (FileException e) {
      unsaved.compareAndSet(null, point);
      warned("no checkpoint was written: " + e.getMessage());
    }
    saved = System.nanoTime();
  }

  @Override
  public void improved(Variable point) {
    unsaved.set(point);
    super.improved(point);
    if (System.nanoTime() - saved > INTERVAL_NANOS) {
      save();
    }
  }

  @Override
  public boolean cancelled() {
    return cancelled || super.cancelled();
  }

  @Override
  public void estimated(MemoryEstimate estimate) {
    memory = estimate;
    super.estimated(estimate);
  }

  /** Returns what the last fit was expected to take; null before one began. */
  MemoryEstimate memory() {
    return memory;
  }

  /** The fit has ended by itself, perhaps at a limit: nothing is left to interrupt. */
  @Override
  public void close() {
    save();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      cancelled = true; // Java is being ended meanwhile
    }
  }
}
