package io.github.convexheads.bench.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.api.wiring.Overrides;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model names the parts that ran, also those that a module of the caller bound. */
class BoundPartsTest {
  @TempDir private Path folder;

  @Test
  void partsThatAModuleBindsAreRecordedByTheirClass() {
    Head linear = PluginCatalog.load().head("linear").provider().create(Settings.defaults());
    Solver gradient =
        PluginCatalog.load().solver("projected-gradient").provider().create(Settings.defaults());
    Overrides bindings =
        Overrides.none()
            .and(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Head.class).toInstance(linear);
                    bind(Loss.class).toInstance(new SquaredLoss());
                    bind(Solver.class).toInstance(gradient);
                  }
                });
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head("mixer")
            .tolerance(1e-3)
            .override(bindings);

    FitResult result = fit(builder);

    Map<String, String> recorded = result.head().provenance().configuration();
    assertThat(recorded)
        .containsEntry("head.type", linear.getClass().getName())
        .doesNotContainKey("head.pooling")
        .containsEntry("loss.type", SquaredLoss.class.getName())
        .containsEntry("solver.type", gradient.getClass().getName())
        .containsEntry("solver.tolerance", "0.001");
    assertThat(result.head().provenance().solver()).isEqualTo(gradient.getClass().getName());
    Path file = folder.resolve("bound.safetensors");
    result.head().save(file);
    assertThat(builder.load(file).provenance()).isEqualTo(result.head().provenance());
    assertThatThrownBy(() -> ConvexHeads.builder().load(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no head '" + linear.getClass().getName() + "'");
  }

  @Test
  void whatTheConfigurationChoseIsRecordedAsItWasChosen() {
    FitResult result =
        fit(ConvexHeads.builder().set("head", "linear").set("solver", "projected-gradient"));

    assertThat(result.head().provenance().configuration())
        .containsEntry("head.type", "linear")
        .containsEntry("loss.type", "squared")
        .containsEntry("solver.type", "projected-gradient");
  }

  @Test
  void aModuleWhoseBindingFailsIsNamedInOneLine() {
    Overrides failing =
        Overrides.none()
            .and(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Solver.class).toProvider(() -> Optional.<Solver>empty().orElseThrow());
                  }
                });

    assertThatThrownBy(
            () ->
                fit(
                    ConvexHeads.builder()
                        .set("preprocess.recommended", "false")
                        .head("linear")
                        .override(failing)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a Guice module binds it: java.util.NoSuchElementException: No value")
        .hasMessageNotContaining("\n");
  }

  private static FitResult fit(ConvexHeads builder) {
    Random random = new Random(2);
    double[] values = DoubleStream.generate(random::nextGaussian).limit(12 * 2 * 3).toArray();
    double[] targets = DoubleStream.generate(random::nextGaussian).limit(12).toArray();
    return builder.betaFraction(0.3).fit(Tokens.of(values, 12, 2, 3), Targets.values(targets, 1));
  }
}
