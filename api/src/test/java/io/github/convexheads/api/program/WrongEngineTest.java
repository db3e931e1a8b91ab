package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.head.DenseAttentionProvider;
import io.github.convexheads.api.head.HeadProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract of engines finds. */
class WrongEngineTest {
  @TempDir private Path folder;

  @Test
  void filesInAnotherOrderAreFound() {
    EngineContract wrong =
        contract(files -> with(files, files.names().stream().sorted().toArray(String[]::new)));

    assertThatThrownBy(wrong::filesThatAreNamedAreReadInTheOrderGiven)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void tokensThatAreNotDroppedAreFound() {
    EngineContract wrong =
        contract(
            files ->
                new Engine.TokenFiles(files.names(), Optional.empty(), files.featuresFirst(), 0));

    assertThatThrownBy(wrong::layoutAndDroppedTokensAreHeeded).isInstanceOf(AssertionError.class);
  }

  @Test
  void filesThatAreLeftOutAreFound() {
    EngineContract wrong = contract(files -> with(files, files.names().get(0)));

    assertThatThrownBy(wrong::whatCannotBeReadIsRefusedByName).isInstanceOf(AssertionError.class);
  }

  private static Engine.TokenFiles with(Engine.TokenFiles files, String... names) {
    return new Engine.TokenFiles(
        List.of(names), files.array(), files.featuresFirst(), files.dropped());
  }

  /** An engine that is sound but for the files that it takes. */
  private EngineContract contract(UnaryOperator<Engine.TokenFiles> instead) {
    EngineContract contract =
        new EngineContract(folder) {
          @Override
          protected Engine engine() {
            return new ChunkedEngine() {
              @Override
              public DistributedTokens read(TokenFiles files) {
                return super.read(instead.apply(files));
              }
            };
          }

          @Override
          protected HeadProvider head() {
            return new DenseAttentionProvider();
          }
        };
    contract.start();
    return contract;
  }
}
