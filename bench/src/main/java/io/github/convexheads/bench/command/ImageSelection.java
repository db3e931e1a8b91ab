package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageSource;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options {@code --from} and {@code --limit}: which of the images are taken. */
final class ImageSelection {
  @Option(
      names = "--from",
      defaultValue = "0",
      paramLabel = "INDEX",
      description = "First image; default 0.")
  private int from;

  @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many images.")
  private Integer limit;

  ImageSelection() {}

  /** Whether an option was given. */
  boolean isGiven() {
    return from != 0 || limit != null;
  }

  int from() {
    return from;
  }

  /** Returns one after the last image. */
  int to(ImageSource source, Path images) {
    if (from < 0 || from >= source.count() || (limit != null && limit < 1)) {
      throw new InvalidInputException(
          "--from %d%s leaves no image of the %d in %s"
              .formatted(
                  from, limit == null ? "" : " with --limit " + limit, source.count(), images));
    }
    return limit == null ? source.count() : (int) Math.min(source.count(), (long) from + limit);
  }
}
