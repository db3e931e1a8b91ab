package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.Targets;
import java.util.Optional;

/**
 * A head on preprocessed tokens, as a problem for any gates.
 *
 * @param by what put it together
 * @param seen the tokens
 * @param targets the targets with their weights
 * @param gates the gates to begin with
 * @param starts random numbers of proofs
 * @param data what is known of the data
 */
record Assembly(
    ProblemAssembly by,
    PreprocessedSamples seen,
    Targets targets,
    Gates gates,
    RandomStarts starts,
    Problem.TrainingData data) {

  /**
   * The problem of the gates to begin with, at beta = 0. What does not fit into memory is refused
   * before samples are read to try the head.
   */
  Problem problem() {
    Problem problem = with(gates);
    by.requireNetwork(this);
    return problem;
  }

  /** The problem of other gates, at beta = 0. */
  Problem with(Gates other) {
    ProgramParts program =
        new ProgramParts(
            by.configuration().asMap(),
            by.parts().head(),
            other,
            seen.preprocessing(),
            targets,
            by.parts().loss(),
            0,
            by.parts().kernel(),
            by.parts().workers());
    Problem problem = seen.problem(program, data).withRandomStarts(starts);
    by.repeated(this, problem).ifPresent(problem.memo()::keep);
    if (seen.raw() instanceof DistributedTokens) {
      problem.memo().keep(new RepeatedGradient(problem.program(), starts.next(0)));
    }
    return problem;
  }

  /** The head, if the fit is to generate gates. */
  Optional<ConfiguredHead> generating() {
    return by.parts().head() instanceof ConfiguredHead own && own.generates(gates)
        ? Optional.of(own)
        : Optional.empty();
  }

  /** The head, if the fit is to search for a relu network, whose patterns are too many. */
  Optional<ConfiguredHead> searching() {
    return generating().filter(own -> own.activation() == Activation.RELU);
  }

  /** Whether that was asked for in so many words. */
  boolean asksToGenerate() {
    return generating().map(own -> own.mostGenerated() > 0).orElse(false);
  }

  /** Leaves out gates that switch the training tokens like others. */
  Gates distinct(ConfiguredHead own, Gates other) {
    return own.distinct(other, seen.seen(), targets.outputs(), by.parts().kernel());
  }

  /** Draws gates to try. */
  Gates tried(ConfiguredHead own, int round, int count) {
    return own.tried(round, count, seen.seen(), targets.outputs(), by.parts().kernel());
  }
}
