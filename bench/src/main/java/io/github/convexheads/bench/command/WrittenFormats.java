package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/**
 * The check that the name of a file that a verb writes does not end as another format does, so that
 * no array lies in a .txt and no model in a .pt. Endings that say nothing are left alone.
 */
final class WrittenFormats {
  /** Endings by which people and programs know a format. */
  private static final Set<String> TELLING =
      Set.of(
          "arrow",
          "csv",
          "feather",
          "gz",
          "h5",
          "hdf5",
          "htm",
          "html",
          "jpg",
          "json",
          "mat",
          "md",
          "npy",
          "npz",
          "onnx",
          "parquet",
          "pdf",
          "pickle",
          "pkl",
          "png",
          "pt",
          "pth",
          "py",
          "safetensors",
          "tsv",
          "txt",
          "xlsx",
          "zip");

  private static final List<String> TABLE = List.of("csv", "txt");

  private WrittenFormats() {}

  /**
   * Fails if the name says another format.
   *
   * @param verb the verb with its options
   * @param option the option that names the file
   * @param file the file to be written
   * @throws InvalidInputException if it does; says which endings are right
   */
  static void require(ParseResult verb, String option, Path file) {
    Path name = file.getFileName();
    String ending = name == null ? "" : ending(name.toString());
    List<String> right = right(verb, option);
    if (TELLING.contains(ending) && !right.isEmpty() && !right.contains(ending)) {
      throw new InvalidInputException(
          "%s: what is written is no .%s file; name it .%s"
              .formatted(option + " " + file, ending, String.join(" or .", right)));
    }
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** The endings of what an option writes; none where these are for others to say. */
  private static List<String> right(ParseResult verb, String option) {
    return switch (option) {
      case "--json" -> List.of("json", "txt");
      case "--csv", "--history", "--path-out" -> TABLE;
      case "--model", "--checkpoint" -> List.of("safetensors");
      case "--tokens", "--labels" -> List.of("npy");
      case "--whitening" -> List.of("npz");
      case "--out" -> ofOut(verb);
      default -> List.of();
    };
  }

  private static List<String> ofOut(ParseResult verb) {
    return switch (verb.commandSpec().name()) {
      case "predict" -> List.of("csv", "npy");
      case "explain" -> List.of("html", "htm");
      case "calibrate" -> List.of("safetensors");
      case "export" ->
          switch (Optional.ofNullable(verb.matchedOptionValue("--format", (String) null))
              .orElse("")) {
            case "onnx" -> List.of("onnx");
            case "npz" -> List.of("npz");
            default -> List.of();
          };
      default -> List.of();
    };
  }
}
