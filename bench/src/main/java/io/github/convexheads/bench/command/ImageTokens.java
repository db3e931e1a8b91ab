package io.github.convexheads.bench.command;

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
import java.util.function.Function;

/** Images as the tokens that a fitted head takes, in a file that is gone afterwards. */
final class ImageTokens {
  private static final int BATCH = 64;

  private ImageTokens() {}

  static <T> T with(
      FittedHead head, Path images, Path backbone, Path whitening, Function<Tokens, T> work) {
    TokenRecipe recipe = TokenRecipe.of(head.provenance().extra());
    ImageSource source = ImageSource.open(images, null, recipe.size());
    try {
      Path file = Files.createTempFile("convex-heads", ".npy");
      try (Tokenizer tokenizer = recipe.open(backbone, whitening, source.shape())) {
        head.preprocessing().input().require(tokenizer.shape(), "this model");
        TokenFile.write(file, source, 0, source.count(), recipe, tokenizer, BATCH, done -> {});
        return work.apply(Tokens.read(file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new InvalidInputException("tokens cannot be kept for a while: " + e.getMessage(), e);
    }
  }
}
