package io.github.convexheads.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What is tried with random numbers accuses no part that is sound: the heads and losses that are
 * built in, with random shapes, activations, poolings, gates, intercepts, preprocessing, scales and
 * precisions, where the program is put together and at points that are hard to compute with. {@code
 * -Dsound.heads=12000} tries more.
 */
class SoundHeadsTest {
  private static final long HEADS = Long.getLong("sound.heads", 60);
  private static final long FIRST = Long.getLong("sound.heads.first", 0);

  /** How often the identities are tried at one point, each time with other random numbers. */
  private static final int TIMES = 4;

  @Test
  void noSoundPartIsAccused() {
    long tried = LongStream.range(FIRST, FIRST + HEADS).parallel().map(SoundHeadsTest::tried).sum();

    assertThat(tried).isGreaterThan(HEADS / 2 * TIMES);
  }

  /** Returns how often identities were tried: not at all where data are refused. */
  private static int tried(long seed) {
    SoundProblem drawn = new SoundProblem(seed);
    String name = seed + ": " + drawn;
    Problem problem;
    try {
      problem = drawn.problem(own -> own.betaMax(Certifier::betaMax));
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).as(name).doesNotContain(Trials.BLAMED);
      return 0;
    }
    ConvexProgram program = problem.program();
    Variable z =
        drawn.random().nextInt(3) == 0
            ? Variable.zero(program.blocks())
            : HostilePoints.random(program.blocks(), drawn.random());
    Certificate found = Certifier.certify(program, z);
    assertThat(found.contradiction()).as(name).isEmpty();
    for (int i = 0; i < TIMES; i++) {
      assertThat(Certifier.violation(program, z, found.scale())).as(name).isEmpty();
    }
    return TIMES;
  }
}
