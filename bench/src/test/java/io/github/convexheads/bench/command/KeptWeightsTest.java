package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.LabelledInput;
import io.github.convexheads.bench.data.TargetInput;
import io.github.convexheads.bench.data.TokenInput;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Weights that came with the tokens of an engine, for labels of a file. */
class KeptWeightsTest {
  private static final Targets LABELS = Targets.labels(new int[] {0, 1, 1}, 2);

  @Test
  void labelsOfAFileTakeTheWeightsThatCameWithTheTokens() {
    Tokens here = Tokens.of(new double[3], 3, 1, 1);

    assertThat(DataOptions.weighted(far(1, 2, 3), LABELS).weight(2)).isEqualTo(1.5);
    assertThat(DataOptions.weighted(here, LABELS)).isSameAs(LABELS);
  }

  @Test
  void weightsOfBothKindsAreRefused() {
    WeightOptions options =
        CommandLine.populateCommand(new WeightOptions(), "--weights", "weights.npy");

    assertThatThrownBy(() -> options.weighted(LABELS.withWeights(1, 2, 3), note -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--weights weights.npy: the tokens came with weights of their own");
  }

  @Test
  void labelsThatAreLeftOutForThoseOfFilesAreNamed() {
    assertThat(DataOptions.leftOut(far(1, 2)))
        .contains("--labels is taken; the column label of the Parquet files is left out");
    assertThat(DataOptions.leftOut(Tokens.of(new double[4], 2, 1, 2))).isEmpty();
  }

  /** Every verb with a model takes labels of Parquet files where none are given, also explain. */
  @Test
  void labelsThatCameWithTheTokensAreThoseOfAFittedHead() {
    Tokens near = Tokens.of(new double[] {1, -2, -1}, 3, 1, 1);
    FittedHead head =
        ConvexHeads.builder().head("linear").betaFraction(0.5).fit(near, LABELS).head();
    LabelledInput none =
        new LabelledInput(
            new TokenInput(List.of(), Optional.empty(), 0),
            new TargetInput(List.of(), Optional.empty(), OptionalLong.empty()));
    Tokens far =
        (Tokens)
            Proxy.newProxyInstance(
                KeptWeightsTest.class.getClassLoader(),
                new Class<?>[] {DistributedTokens.class},
                (proxy, method, arguments) ->
                    method.getName().equals("targets")
                        ? Optional.of(LABELS.withWeights(1, 2, 3))
                        : method.invoke(near, arguments));

    Targets found = DataOptions.targets(none, false, far, head, note -> {}).orElseThrow();

    assertThat(found.weight(2)).isEqualTo(1.5);
    assertThat(((ClassLabels) found).label(2)).isEqualTo(1);
    assertThat(DataOptions.targets(none, false, near, head, note -> {})).isEmpty();
  }

  private static Tokens far(double... weights) {
    return (Tokens)
        Proxy.newProxyInstance(
            KeptWeightsTest.class.getClassLoader(),
            new Class<?>[] {DistributedTokens.class},
            (proxy, method, arguments) -> Optional.of(weights));
  }
}
