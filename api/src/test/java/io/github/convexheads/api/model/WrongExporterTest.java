package io.github.convexheads.api.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the contract of exporters finds. */
class WrongExporterTest {
  private static volatile String kept = "";

  @Test
  void numbersWithTheDecimalSignOfTheMachineAreFound() {
    ExporterContract wrong = contract((head, out) -> out.write(text(Locale.getDefault(), head)));
    ExporterContract right = contract((head, out) -> out.write(text(Locale.ROOT, head)));

    assertThatThrownBy(wrong::theBytesDoNotDependOnTheLocale)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("decimal comma");
    assertThatCode(right::theBytesDoNotDependOnTheLocale).doesNotThrowAnyException();
  }

  @Test
  void anExporterThatKeepsWhatItWritesInAFieldIsFound() {
    ExporterContract wrong =
        contract(
            (head, out) -> {
              kept = "";
              LockSupport.parkNanos(1000);
              String before = kept;
              kept = before + "a";
              out.write(kept.getBytes(StandardCharsets.US_ASCII));
            });

    assertThatThrownBy(wrong::severalThreadsAreAnsweredAsOne)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("4 threads at once");
  }

  private static byte[] text(Locale locale, FittedHead head) {
    StringBuilder text = new StringBuilder();
    for (NetworkHead one : head.networkWeights()) {
      text.append(String.format(locale, "%.9g ", one.first()[0]));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ExporterContract contract(Exporter exporter) {
    return new ExporterContract() {
      @Override
      protected ExporterProvider provider() {
        return new ExporterProvider() {
          @Override
          public int spiVersion() {
            return SPI_VERSION;
          }

          @Override
          public String id() {
            return "text";
          }

          @Override
          public String description() {
            return "text";
          }

          @Override
          public Exporter create(Settings settings) {
            return exporter;
          }
        };
      }
    };
  }
}
