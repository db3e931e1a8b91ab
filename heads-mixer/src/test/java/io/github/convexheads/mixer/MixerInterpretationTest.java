package io.github.convexheads.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixerInterpretationTest {
  @Test
  void theMixingMatrixSaysWhichInputTokenEachOutputTokenTakes() {
    MixerPreactivation preactivation = new MixerPreactivation(new TokenShape(3, 1), Pooling.NONE);
    Lift lift = new MixerLift(preactivation, 1, Gates.none());
    double[] next = {0, 1, 0, 0, 0, 1, 1, 0, 0};
    NetworkHead head = lift.networkHead(0, next, new double[] {1});

    List<Interpretation> found = lift.interpret(head);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).rowAxis()).isEqualTo("output token");
    assertThat(found.get(0).value(2, 0)).isEqualTo(1);
    assertThat(found.get(0).values()).isEqualTo(next);
  }
}
