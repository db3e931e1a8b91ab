package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A program whose samples lie in chunks, each a program of its own: every question goes to all
 * chunks, and their answers, none longer than the factors, are added up in order. It keeps no array
 * of the length of the data and offers none, as a program on a cluster would not.
 *
 * @param chunks programs over parts of the samples that are alike in all else
 */
public record ChunkedProgram(List<ConvexProgram> chunks) implements ConvexProgram {

  /** Copies the list. */
  public ChunkedProgram {
    chunks = List.copyOf(chunks);
  }

  private ChunkedProgram each(Function<ConvexProgram, ConvexProgram> change) {
    return new ChunkedProgram(chunks.stream().map(change).toList());
  }

  private double share(ConvexProgram chunk) {
    return chunk.size().samples() / (double) size().samples();
  }

  @Override
  public List<Block> blocks() {
    return chunks.get(0).blocks();
  }

  @Override
  public Size size() {
    Size first = chunks.get(0).size();
    long samples = chunks.stream().mapToLong(chunk -> chunk.size().samples()).sum();
    return new Size(samples, first.positions(), first.outputs());
  }

  @Override
  public Loss loss() {
    return chunks.get(0).loss();
  }

  @Override
  public Penalty penalty() {
    return chunks.get(0).penalty();
  }

  @Override
  public double beta() {
    return chunks.get(0).beta();
  }

  @Override
  public ConvexProgram withBeta(double beta) {
    return each(chunk -> chunk.withBeta(beta));
  }

  @Override
  public ConvexProgram withPrecision(Precision precision) {
    return each(chunk -> chunk.withPrecision(precision));
  }

  @Override
  public Kernel kernel() {
    return chunks.get(0).kernel();
  }

  @Override
  public List<ConvexProgram> shards(int count) {
    return chunks;
  }

  @Override
  public Optional<double[]> featureProduct(int block, double[] omega, int k, long samples) {
    double[] sum = new double[omega.length];
    for (ConvexProgram chunk : chunks) {
      add(1, chunk.featureProduct(block, omega, k, samples).orElseThrow(), sum);
    }
    return Optional.of(sum);
  }

  @Override
  public Evaluation at(Variable z) {
    return new Chunks(chunks.stream().map(chunk -> chunk.at(z)).toList());
  }

  /** One evaluation a chunk. */
  private final class Chunks implements Evaluation {
    private final List<Evaluation> parts;

    Chunks(List<Evaluation> parts) {
      this.parts = parts;
    }

    private double sum(ToDoubleFunction<Evaluation> answer) {
      return parts.stream().mapToDouble(p -> share(p.program()) * answer.applyAsDouble(p)).sum();
    }

    private double[] total(Function<Evaluation, double[]> answer) {
      double[] sum = answer.apply(parts.get(0)).clone();
      Arrays.setAll(sum, i -> 0);
      parts.forEach(part -> add(share(part.program()), answer.apply(part), sum));
      return sum;
    }

    @Override
    public ConvexProgram program() {
      return ChunkedProgram.this;
    }

    @Override
    public Variable variable() {
      return parts.get(0).variable();
    }

    @Override
    public double loss() {
      return sum(Evaluation::loss);
    }

    @Override
    public double meanSquare() {
      return sum(Evaluation::meanSquare);
    }

    @Override
    public double largestResidual() {
      return parts.stream()
          .mapToDouble(part -> share(part.program()) * part.largestResidual())
          .max()
          .orElseThrow();
    }

    @Override
    public double[] adjointTimes(int block, double[] v, int k) {
      return total(part -> part.adjointTimes(block, v, k));
    }

    @Override
    public double[] adjointTransposeTimes(int block, double[] u, int k) {
      return total(part -> part.adjointTransposeTimes(block, u, k));
    }

    @Override
    public double[] dualValues(double... theta) {
      return total(part -> part.dualValues(theta));
    }

    @Override
    public double meanCurvature() {
      // The mean over rows of tr(H) / (c n): n is that of all chunks.
      return sum(part -> part.meanCurvature() * share(part.program()));
    }

    @Override
    public Optional<double[]> curvature(int block, int from, int to, long rows) {
      return Optional.of(total(part -> part.curvature(block, from, to, rows).orElseThrow()));
    }

    @Override
    public Line along(Variable direction) {
      return new Lines(parts.stream().map(part -> part.along(direction)).toList());
    }

    @Override
    public Line toward(Evaluation other) {
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        lines.add(parts.get(i).toward(((Chunks) other).parts.get(i)));
      }
      return new Lines(lines);
    }
  }

  /** One line a chunk. */
  private final class Lines implements Line {
    private final List<Line> parts;

    Lines(List<Line> parts) {
      this.parts = parts;
    }

    @Override
    public List<Point> at(double... t) {
      List<List<Point>> answers = parts.stream().map(part -> part.at(t)).toList();
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < t.length; i++) {
        double loss = 0;
        double slope = 0;
        for (int part = 0; part < parts.size(); part++) {
          double share = share(chunks.get(part));
          loss += share * answers.get(part).get(i).loss();
          slope += share * answers.get(part).get(i).slope();
        }
        points.add(new Point(t[i], loss, slope));
      }
      return points;
    }

    @Override
    public Evaluation moveTo(double t) {
      return new Chunks(parts.stream().map(part -> part.moveTo(t)).toList());
    }
  }

  private static void add(double factor, double[] x, double[] sum) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += factor * x[i];
    }
  }
}
