package io.github.convexheads.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.DenseAttentionProvider;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.MeanTokenHead;
import io.github.convexheads.api.solver.Solver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog holds the built-in losses and one head of the tests, and no solver. */
class WiringTest {
  @TempDir private Path folder;
  private URLClassLoader loader;
  private PluginCatalog catalog;

  @BeforeEach
  void provideOneHead() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(HeadProvider.class.getName()), DenseAttentionProvider.class.getName());
    loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, WiringTest.class.getClassLoader());
    catalog = PluginCatalog.load(loader);
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  @Test
  void whatAConfigurationChoosesIsBoundWithItsSettings() {
    Configuration chosen =
        configuration("dense-attention", "huber")
            .withHead(
                Configuration.PluginChoice.of("dense-attention").with("activation", "gated-relu"));

    Wiring wiring = Wiring.of(chosen, catalog, Overrides.none());

    assertThat(wiring.get(Head.class).activation()).isEqualTo(Activation.GATED_RELU);
    assertThat(wiring.get(Loss.class)).isInstanceOf(HuberLoss.class);
    assertThat(wiring.get(Head.class)).isSameAs(wiring.get(Head.class));
    assertThat(wiring.get(Kernel.class)).isSameAs(wiring.get(Kernels.Choice.class).kernel());
    assertThat(wiring.get(Workers.class).threads()).isPositive();
  }

  @Test
  void aBindingOfTheCallerTakesThePlaceOfOurs() {
    Head own = new MeanTokenHead();
    Overrides overrides =
        Overrides.none()
            .and(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Head.class).toInstance(own);
                  }
                });

    Wiring wiring = Wiring.of(configuration("dense-attention", "huber"), catalog, overrides);

    assertThat(wiring.get(Head.class)).isSameAs(own);
    assertThat(wiring.get(Loss.class)).isInstanceOf(HuberLoss.class);
  }

  @Test
  void aPluginThatIsNotThereIsNamedWithTheNearest() {
    Wiring head = Wiring.of(configuration("dense-atention", "huber"), catalog, Overrides.none());
    Wiring loss = Wiring.of(configuration("dense-attention", "hubr"), catalog, Overrides.none());

    assertThatThrownBy(() -> head.get(Head.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no head 'dense-atention'")
        .hasMessageContaining("dense-attention");
    assertThatThrownBy(() -> loss.get(Loss.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no loss 'hubr'")
        .hasMessageContaining("huber");
  }

  @Test
  void aBindingThatFailsIsToldInOneLine() {
    Overrides failing =
        Overrides.none()
            .and(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Solver.class).toProvider(() -> Optional.<Solver>empty().orElseThrow());
                  }
                });
    Wiring wiring = Wiring.of(configuration("dense-attention", "huber"), catalog, failing);

    assertThatThrownBy(() -> wiring.get(Solver.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no Solver can be made")
        .hasMessageContaining("java.util.NoSuchElementException: No value present")
        .hasMessageNotContaining("\n");
  }

  private static Configuration configuration(String head, String loss) {
    return Configuration.defaults()
        .withHead(Configuration.PluginChoice.of(head))
        .withLoss(Configuration.PluginChoice.of(loss));
  }
}
