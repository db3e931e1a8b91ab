package org.example.plugin;

import io.github.convexheads.api.token.TokenReaderContract;
import io.github.convexheads.api.token.TokenReaderProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class TextTokensContractTest extends TokenReaderContract {
  @Override
  protected TokenReaderProvider provider() {
    return new TextTokensProvider();
  }

  @Override
  protected Path write(Path folder, double[] values, int samples, int tokens, int features)
      throws IOException {
    StringBuilder text = new StringBuilder(samples + " " + tokens + " " + features);
    for (int i = 0; i < values.length; i++) {
      text.append(i % features == 0 ? '\n' : ' ').append(values[i]);
    }
    return Files.writeString(folder.resolve("tokens.tok"), text);
  }
}
