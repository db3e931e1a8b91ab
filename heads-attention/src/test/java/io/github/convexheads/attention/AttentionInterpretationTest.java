package io.github.convexheads.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionInterpretationTest {
  private static final TokenShape SHAPE = new TokenShape(6, 2);

  /** Tokens 0, 2, 4 lie on one axis, the others on the other. */
  private static final double[] SAMPLE = {3, 0, 0, 2, 1, 0, 0, 1, 2, 0.1, 0.1, 3};

  @Test
  void theAttentionMapIsXWX() {
    Lift lift = lift(Pooling.MEAN, Gates.none());
    NetworkHead head = lift.networkHead(0, new double[] {1, 2, 3, 4}, new double[] {1, 1});
    Interpretation map = lift.interpret(head, SAMPLE).get(0);

    assertThat(map.rows()).isEqualTo(6);
    assertThat(map.value(0, 1)).isEqualTo(3 * 2 * 2);
    assertThat(map.value(1, 0)).isEqualTo(2 * 3 * 3);
    assertThat(lift.interpret(head).get(0).values()).containsExactly(1, 2, 3, 4);
    assertThat(lift.tokenMap(head, SAMPLE)).contains(map);
  }

  @Test
  void theRowOfOneTokenIsNoMapOfAllTokens() {
    Lift lift = lift(Pooling.FIRST, Gates.none());
    NetworkHead head = lift.networkHead(0, new double[] {1, 2, 3, 4}, new double[] {1, 1});

    assertThat(lift.interpret(head, SAMPLE)).hasSize(1);
    assertThat(lift.tokenMap(head, SAMPLE)).isEmpty();
  }

  @Test
  void aClosedGateLeavesZeros() {
    Gates gates = Gates.of(List.<double[][]>of(new double[][] {{1, 0, 0, -1}}));
    Lift lift = lift(Pooling.MEAN, gates);
    NetworkHead head = lift.networkHead(0, new double[] {1, 0, 0, 1}, new double[] {1, 1});
    Interpretation map = lift.interpret(head, SAMPLE).get(0);

    assertThat(map.value(0, 2)).isEqualTo(3);
    assertThat(map.value(1, 3)).isZero();
  }

  @Test
  void tokensThatLookAlikeAreOneCluster() {
    Lift lift = lift(Pooling.MEAN, Gates.none());
    NetworkHead head = lift.networkHead(0, new double[] {1, 0, 0, 1}, new double[] {1, 1});
    Interpretation clusters = lift.interpret(head, SAMPLE).get(1);

    assertThat(clusters.scale()).isEqualTo(Interpretation.Scale.LABEL);
    assertThat(clusters.values()).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(lift.interpret(head, SAMPLE)).isEqualTo(lift.interpret(head, SAMPLE));
  }

  @Test
  void tokensThatAreAllAlikeAreOneCluster() {
    assertThat(TokenClusters.of(new double[9], 3)).containsExactly(0, 0, 0);
    assertThat(TokenClusters.of(new double[] {5}, 1)).containsExactly(0);
  }

  private static Lift lift(Pooling pooling, Gates gates) {
    return new AttentionLift(new AttentionPreactivation(SHAPE, pooling), 1, gates);
  }
}
