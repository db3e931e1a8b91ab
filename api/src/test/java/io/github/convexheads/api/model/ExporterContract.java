package io.github.convexheads.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.settings.ForeignLocale;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.settings.SharedPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

  /**
   * Returns a head that the format can express.
   *
   * @return the mean token times a matrix, 2 tokens x 2 features with one output, unless overridden
   */
  protected FittedHead head() {
    return MeanTokenHead.fitted();
  }

  @Test
  void theSameHeadGivesTheSameBytes() throws IOException {
    assertThat(written()).isNotEmpty().isEqualTo(written());
  }

  /** What an exporter draws or asks of a head, the head of this contract has. */
  @Test
  void theHeadToExportHasWeightsAndADrawing() {
    FittedHead head = head();

    head.requireNetwork();

    assertThat(head.networkWeights()).isNotEmpty();
    assertThat(head.lift()).isInstanceOf(NetworkForm.class);
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

    exporter().export(head(), out);

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

    assertThatThrownBy(() -> exporter().export(head(), full))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no space left on device");
  }

  @Test
  void theBytesDoNotDependOnTheLocale() throws IOException {
    byte[] abroad = ForeignLocale.call(this::written);

    assertThat(abroad)
        .as("what is written where numbers have a decimal comma and Arabic-Indic digits")
        .isEqualTo(written());
  }

  @Test
  void severalThreadsAreAnsweredAsOne() {
    Exporter shared = exporter();
    FittedHead head = head();
    SharedPlugin.assertAnswersAlikeToAllThreads(i -> written(shared, head), 4);
  }

  private byte[] written() throws IOException {
    return written(exporter(), head());
  }

  private static byte[] written(Exporter exporter, FittedHead head) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      exporter.export(head, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Exporter exporter() {
    return provider().create(Settings.defaults());
  }
}
