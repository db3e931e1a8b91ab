package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** What a decoder complains of while it goes on: a JPEG file that was cut is grey from there on. */
final class ReadingWarnings implements IIOReadWarningListener {
  private static final List<String> INCOMPLETE =
      List.of("premature end", "truncated", "unexpected end", "corrupt jpeg data");

  private final List<String> warnings = new ArrayList<>();

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    warnings.add(String.valueOf(warning));
  }

  /** Fails if what was decoded is not all that was stored. */
  void requireComplete() {
    for (String warning : warnings) {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (INCOMPLETE.stream().anyMatch(lower::contains)
          && !lower.contains("icc")
          && !lower.contains("extraneous")) {
        throw new InvalidInputException("it is not complete (" + warning.strip() + ")");
      }
    }
  }
}
