package io.github.convexheads.bench.command;

import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.progress.ForwardingListener;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The progress of a fit for a file, with how much of the objective is loss: the rest is beta times
 * the sum of the nuclear norms of the best point's blocks. That sum takes a decomposition, so it is
 * computed at ever larger distances.
 */
final class FitHistory extends ForwardingListener {
  private static final double DISTANCE = 1.15;

  private final Kernel kernel = Kernels.best();
  private final Map<Progress, Double> norms = new HashMap<>();
  private Variable best;
  private int last;
  private int next;

  FitHistory(ProgressListener next) {
    super(next);
  }

  @Override
  public void improved(Variable point) {
    best = point;
    super.improved(point);
  }

  @Override
  public void progressed(Progress progress) {
    if (progress.iteration() < last) {
      next = 0;
    }
    last = progress.iteration();
    if (best != null && last >= next) {
      next = (int) Math.ceil(DISTANCE * last + 1);
      norms.put(progress, norm(best));
    }
    super.progressed(progress);
  }

  private double norm(Variable point) {
    return point.blocks().stream()
        .mapToDouble(block -> Arrays.stream(block.singularValues(kernel)).sum())
        .sum();
  }

  /** Writes the history of a fit as CSV, completely or not at all. */
  void write(FitResult result, Path file) {
    StringBuilder csv = new StringBuilder("iteration,seconds,primal,dual,gap,rank,loss\n");
    for (Progress p : result.solution().history()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.4f,%.17g,%.17g,%.6g,%d,%s%n",
              p.iteration(),
              p.seconds(),
              p.primal(),
              p.dual(),
              p.relativeGap(),
              p.rank(),
              loss(result, p)));
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }

  /** Empty where it was not computed, or where the objective is no such sum. */
  private String loss(FitResult result, Progress progress) {
    boolean sum =
        result.head().head().activation() != Activation.RELU
            && result.solution().equivalentBeta().isEmpty();
    List<Progress> all = result.solution().history();
    if (sum && progress.equals(all.get(all.size() - 1))) {
      return String.format(Locale.ROOT, "%.9g", result.certificate().loss());
    }
    Double norm = norms.get(progress);
    return sum && norm != null
        ? String.format(Locale.ROOT, "%.9g", progress.primal() - result.certificate().beta() * norm)
        : "";
  }
}
