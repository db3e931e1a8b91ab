package io.github.convexheads.bench.command;

import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.backbone.Tokenizer;
import io.github.convexheads.bench.images.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** Images as the tokens that a fitted head takes, in a file that is gone afterwards. */
final class ImageTokens {
  private static final int BATCH = 64;

  private ImageTokens() {}

  /** What is done with tokens while they are there. */
  interface Work<T> {
    /** Takes the tokens, what is to be said of the images, and what each is called. */
    T apply(Tokens tokens, List<String> notes, IntFunction<String> ids);
  }

  static <T> T with(
      FittedHead head,
      Path images,
      ImageSelection selection,
      Path backbone,
      Path whitening,
      Work<T> work) {
    TokenRecipe recipe = TokenRecipe.of(head.provenance().extra());
    ImageSource source = ImageSource.open(images, recipe.pixels().options());
    recipe.pixels().require(source.shape(), images);
    int to = selection.to(source, images);
    Path file = emptyFile();
    try (Tokenizer tokenizer = recipe.open(backbone, whitening)) {
      head.preprocessing().input().require(tokenizer.shape(), "this model");
      TokenFile.write(file, source, selection.from(), to, recipe, tokenizer, BATCH, done -> {});
      int from = selection.from();
      return work.apply(DataFiles.tokens(file), source.notes(), i -> source.id(from + i));
    } finally {
      delete(file);
    }
  }

  private static Path emptyFile() {
    try {
      return Files.createTempFile("convex-heads", ".npy");
    } catch (IOException e) {
      throw new InvalidInputException(
          "tokens cannot be kept for a while in %s (%s); name another folder,"
                  .formatted(System.getProperty("java.io.tmpdir"), e.getMessage())
              + " CONVEX_HEADS_OPTS=-Djava.io.tmpdir=FOLDER",
          e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot remove " + file + ": " + e.getMessage(), e);
    }
  }
}
