package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Shards in this machine's memory, which work in parallel.
 *
 * @param programs the program of every shard
 * @param kept what work kept at every shard
 * @param workers the threads
 */
record LocalShards(List<ConvexProgram> programs, List<ConvexProgram.Memo> kept, Workers workers)
    implements LocalData.Shards {

  /** Shards with nothing kept; empty where one has its samples elsewhere. */
  static Optional<LocalData.Shards> of(List<ConvexProgram> programs, Workers workers) {
    return programs.stream().anyMatch(program -> program.localData().isEmpty())
        ? Optional.empty()
        : Optional.of(
            new LocalShards(
                programs,
                Stream.generate(ConvexProgram.Memo::new).limit(programs.size()).toList(),
                workers));
  }

  @Override
  public int count() {
    return programs.size();
  }

  @Override
  public long rows() {
    return programs.stream().mapToLong(program -> program.size().rows()).max().orElseThrow();
  }

  @Override
  public OptionalLong bytesElsewhere() {
    return OptionalLong.empty();
  }

  @Override
  public List<double[]> answers(String step, LocalData.ShardWork work, List<double[][]> sent) {
    double all = programs.stream().mapToLong(program -> program.size().samples()).sum();
    double[][] answers = new double[programs.size()][];
    workers.forEach(
        answers.length,
        s -> {
          ConvexProgram shard = programs.get(s);
          double share = shard.size().samples() / all;
          answers[s] = work.answer(shard, share, kept.get(s), sent.get(s));
        });
    return Arrays.asList(answers);
  }
}
