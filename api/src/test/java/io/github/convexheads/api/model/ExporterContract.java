package io.github.convexheads.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/**
 * What every exporter must do: the same head gives the same bytes, the stream stays open, and what
 * it refuses is not lost. An exporter's test inherits all of it:
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
  /**
   * Returns the provider under test.
   *
   * @return the provider
   */
  protected abstract ExporterProvider provider();

  @Test
  void theSameHeadGivesTheSameBytes() throws IOException {
    assertThat(written()).isNotEmpty().isEqualTo(written());
  }

  @Test
  void theStreamStaysOpen() throws IOException {
    boolean[] closed = new boolean[1];
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    exporter().export(MeanTokenHead.fitted(), out);

    assertThat(closed[0]).isFalse();
  }

  @Test
  void whatTheStreamRefusesIsThrown() throws IOException {
    int half = written().length / 2;
    OutputStream full =
        new OutputStream() {
          private int taken;

          @Override
          public void write(int b) throws IOException {
            if (++taken > half) {
              throw new IOException("no space left on device");
            }
          }
        };

    assertThatThrownBy(() -> exporter().export(MeanTokenHead.fitted(), full))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no space left on device");
  }

  private byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exporter().export(MeanTokenHead.fitted(), out);
    return out.toByteArray();
  }

  private Exporter exporter() {
    return provider().create(Settings.defaults());
  }
}
