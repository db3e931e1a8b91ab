package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.path.PathPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * Files that no option names, but that a verb reads or writes with those that are named: the record
 * beside tokens, the whitening beside them, the picture of a path, the weights of a backbone.
 */
final class CompanionFiles {
  private static final String TOKENS = "--tokens";

  private CompanionFiles() {}

  /**
   * Returns the companions of a file.
   *
   * @param verb the verb with its options
   * @param option the option that names the file
   * @param file the file
   * @return its companions, which are written if the file is
   */
  static List<Path> of(ParseResult verb, String option, Path file) {
    List<Path> companions = new ArrayList<>();
    switch (option) {
      case TOKENS -> {
        companions.add(TokenFile.beside(file));
        if (verb.hasMatchedOption("--whiten") && !verb.hasMatchedOption("--whitening")) {
          companions.add(WhiteningOptions.beside(file));
        }
      }
      case "--path-out" -> companions.add(PathPicture.beside(file));
      case "--backbone" -> companions.addAll(weights(file));
      default -> {}
    }
    return companions;
  }

  /** What a backbone that cannot be read needs is left to the verb, which says what is wrong. */
  private static List<Path> weights(Path backbone) {
    try {
      return TokenRecipe.backboneFiles(backbone);
    } catch (InvalidInputException e) {
      return List.of();
    }
  }
}
