package io.github.convexheads.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.convexheads.api.settings.Provider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares the public signatures of the api with those that are recorded, so that the promise of
 * {@link Provider} cannot be broken unnoticed.
 */
class RecordedSignaturesTest {
  private static final Path RECORD = Path.of("src", "test", "signatures.txt");

  /** Types of the contract, not counting those nested in them. */
  private static final int MOST_TYPES = 100;

  private static final String AGAIN =
      "mvn -q -Pquick -pl api test -Dtest=RecordedSignaturesTest -Dsignatures=record";

  /** A contract of so many types has been read by those who promise it. */
  @Test
  void theContractHasAtMostOneHundredTypes() throws IOException, URISyntaxException {
    assertThat(types(signatures(), false)).isBetween(1L, (long) MOST_TYPES);
  }

  @Test
  void noPublicSignatureChangesWithoutARecord() throws IOException, URISyntaxException {
    List<String> signatures = signatures();
    List<String> found = new ArrayList<>();
    found.add("plugin contract " + Provider.SPI_VERSION);
    found.add(
        "%d public types (lines with \": type\"), and %d nested in them"
            .formatted(types(signatures, false), types(signatures, true)));
    found.addAll(signatures);
    if ("record".equals(System.getProperty("signatures"))) {
      Files.write(RECORD, found);
    }
    List<String> recorded = Files.readAllLines(RECORD);
    assertThat(recorded).hasSizeGreaterThan(100);

    List<String> gone = new ArrayList<>(recorded);
    gone.removeAll(found);
    List<String> added = new ArrayList<>(found);
    added.removeAll(recorded);
    if (!gone.isEmpty() || !added.isEmpty()) {
      fail(
          """
          The public api is not the recorded one.
          Gone or changed, which breaks plugins that use it and needs a new Provider.SPI_VERSION \
          once there is a release:
            %s
          New, which breaks plugins only where it is an abstract method that they would have to \
          implement:
            %s
          If that is meant, record it: %s"""
              .formatted(String.join("\n  ", gone), String.join("\n  ", added), AGAIN));
    }
  }

  private static List<String> signatures() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Provider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return PublicSignatures.of(classes, Provider.class.getClassLoader());
  }

  private static long types(List<String> signatures, boolean nested) {
    return signatures.stream()
        .filter(line -> line.contains(": type"))
        .filter(line -> line.substring(0, line.indexOf(':')).contains("$") == nested)
        .count();
  }
}
