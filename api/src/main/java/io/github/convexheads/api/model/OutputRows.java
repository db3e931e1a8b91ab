package io.github.convexheads.api.model;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.internal.program.DistributedIdentity;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;

/**
 * Computes the outputs of a fitted head, without intercept.
 *
 * @param fitted the head
 * @param kernel the linear algebra to use
 * @param workers the threads to use
 */
record OutputRows(FittedHead fitted, Kernel kernel, Workers workers) {

  /** The finite outputs on raw tokens, computed where they are. */
  double[] of(Tokens tokens) {
    double[] outputs = computed(tokens);
    int values = outputs.length / tokens.samples();
    for (int i = 0; i < outputs.length; i++) {
      if (!Double.isFinite(outputs[i])) {
        throw new InvalidInputException(
            "an output of sample %s is %s: its tokens, or products of them, are too large to compute with in double precision; leave the sample out, or fit with preprocess.clip"
                .formatted(i / values, outputs[i]));
      }
    }
    return outputs;
  }

  private double[] computed(Tokens tokens) {
    if (tokens instanceof DistributedTokens far && fitted.head().activation() != Activation.RELU) {
      fitted.preprocessing().input().require(tokens.shape(), "this model");
      ProgramParts parts = parts();
      double[] outputs = far.outputs(parts, fitted.variable());
      new DistributedIdentity(parts, far, RandomStarts.fresh().next(0))
          .requireOutputs(fitted.variable(), outputs);
      return outputs;
    }
    return lifted(fitted.variable(), fitted.preprocessing().apply(tokens));
  }

  private ProgramParts parts() {
    int c = fitted.outputs();
    return new ProgramParts(
        fitted.provenance().configuration(),
        fitted.head(),
        fitted.gates(),
        fitted.preprocessing(),
        new RealTargets(new double[c], 1, c),
        fitted.loss(),
        0,
        kernel,
        workers);
  }

  /** The outputs of some variable of the head on preprocessed tokens. */
  double[] lifted(Variable z, Tokens seen) {
    if (fitted.head().activation() != Activation.RELU) {
      return LiftedProgram.outputs(fitted.lift(), seen, z, kernel, workers);
    }
    SelfGatedNetwork network =
        SelfGatedNetwork.of(fitted.head(), fitted.lift(), fitted.outputs(), z);
    return LiftedProgram.outputs(network.lift(), seen, network.variable(), kernel, workers);
  }
}
