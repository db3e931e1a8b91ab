package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FnoGroupTest {
  @Test
  void sizesAreAsEqualAsPossibleAndLargerOnesComeFirst() {
    assertThat(FnoGroup.split(5, 4, 3))
        .containsExactly(
            new FnoGroup(0, 0, 2, 0, 2), new FnoGroup(1, 2, 2, 2, 1), new FnoGroup(2, 4, 1, 3, 1));
  }

  @Test
  void oneGroupHasEverything() {
    assertThat(FnoGroup.split(7, 2, 1)).containsExactly(new FnoGroup(0, 0, 7, 0, 2));
  }

  @Test
  void moreGroupsThanFeaturesOrOutputsAreRefusedWithTheMostThereCanBe() {
    assertThatThrownBy(() -> FnoGroup.split(5, 3, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("blocks = 4", "5 features", "3 outputs", "at most 3");
  }

  @Test
  void blocksAreOrderedByGroupAndThenByGate() {
    BlockFnoHeadProvider provider = new BlockFnoHeadProvider();
    Map<String, String> given =
        Map.of("blocks", "2", "activation", "gated-relu", "pooling", "none");
    Head head = provider.create(Settings.of("head", provider.settings(), given));
    Gates gates = Gates.of(List.of(new double[2][4 * 3], new double[3][4 * 2]));

    assertThat(head.lift(new TokenShape(4, 5), 3, gates).blocks())
        .containsExactly(
            new Block(12, 1, 2, 0, 0, 0),
            new Block(12, 1, 2, 0, 0, 1),
            new Block(8, 1, 1, 2, 1, 0),
            new Block(8, 1, 1, 2, 1, 1),
            new Block(8, 1, 1, 2, 1, 2));
  }
}
