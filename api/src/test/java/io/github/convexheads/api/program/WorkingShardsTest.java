package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shards of a program in memory as places that do work. */
class WorkingShardsTest {
  private static final Kernel KERNEL = Kernels.best();

  private final LiftedProgram program =
      DenseProblems.softmax(DenseLift.single(2, 4, 3, 3), 7, 4).program(KERNEL, Workers.of(2));

  @Test
  void everyShardGetsItsOwnAndAnswersInItsPlace() {
    LocalData.Shards shards = program.workingShards(3).orElseThrow();

    List<double[]> answers =
        shards.answers(
            "scale",
            (shard, share, kept, sent) ->
                new double[] {shard.size().samples(), share, sent[0][0] * sent[1][0]},
            sent(3));

    assertThat(answers.get(0)).containsExactly(2, 2 / 7.0, 0);
    assertThat(answers.get(1)).containsExactly(2, 2 / 7.0, 10);
    assertThat(answers.get(2)).containsExactly(3, 3 / 7.0, 20);
    assertThat(shards.count()).isEqualTo(3);
    assertThat(shards.rows()).isEqualTo(3L * program.size().positions());
    assertThat(shards.bytesElsewhere()).isEmpty();
  }

  @Test
  void whatIsKeptAtAShardIsThereForTheNextStepAndNoOtherShard() {
    LocalData.Shards shards = program.workingShards(2).orElseThrow();
    LocalData.ShardWork first =
        (shard, share, kept, sent) -> {
          double found = kept.get(Double.class).orElse(-1.0);
          kept.keep(sent[0][0]);
          return new double[] {found};
        };

    assertThat(shards.answers("keep", first, sent(2))).containsExactly(one(-1), one(-1));
    assertThat(shards.answers("find", first, sent(2))).containsExactly(one(0), one(1));
  }

  @Test
  void theirOutputsAreThoseOfTheWhole() {
    Variable z =
        new Variable(program.blocks().stream().map(b -> ones(b.rows(), b.columns())).toList());
    double[] whole = program.data().outputs(z);

    List<double[]> parts =
        program
            .workingShards(2)
            .orElseThrow()
            .answers(
                "outputs",
                (shard, share, kept, sent) -> shard.localData().orElseThrow().outputs(z),
                sent(2));

    assertThat(parts.stream().flatMapToDouble(Arrays::stream).toArray()).isEqualTo(whole);
  }

  @Test
  void samplesElsewhereDoNoWorkHere() {
    assertThat(new ChunkedProgram(program.shards(2)).workingShards(2)).isPresent();
    assertThat(new ChunkedProgram(List.of(new ChunkedProgram(program.shards(2)))).workingShards(2))
        .isEmpty();
  }

  private static Factors ones(int rows, int columns) {
    double[] left = new double[rows];
    double[] right = new double[columns];
    Arrays.setAll(left, r -> 1 + r);
    Arrays.setAll(right, c -> 2 - c);
    return new Factors(rows, columns, 1, left, right);
  }

  private static List<double[][]> sent(int count) {
    return IntStream.range(0, count).mapToObj(s -> new double[][] {{s}, {10}}).toList();
  }

  private static double[] one(double value) {
    return new double[] {value};
  }
}
