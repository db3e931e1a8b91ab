package io.github.convexheads.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every exporter must do: write a file, the same for the same head, completely or not at all.
 * An exporter's test inherits all of it:
 *
 * <pre>{@code
 * class MyExporterContractTest extends ExporterContract {
 *   @Override
 *   protected ExporterProvider provider() {
 *     return new MyExporterProvider();
 *   }
 * }
 * }</pre>
 */
public abstract class ExporterContract {
  @TempDir private Path folder;

  /**
   * Returns the provider under test.
   *
   * @return the provider
   */
  protected abstract ExporterProvider provider();

  @Test
  void theSameHeadGivesTheSameFile() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");

    exporter().export(MeanTokenHead.fitted(), one);
    Files.writeString(two, "something older");
    exporter().export(MeanTokenHead.fitted(), two);

    assertThat(Files.size(one)).isPositive();
    assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));
  }

  @Test
  void whereNothingCanBeWrittenNothingIsLeft() throws IOException {
    Path file = folder.resolve("absent").resolve("file");

    assertThatThrownBy(() -> exporter().export(MeanTokenHead.fitted(), file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("absent");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private Exporter exporter() {
    return provider().create(Settings.defaults());
  }
}
