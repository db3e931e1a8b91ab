package org.example.plugin;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenReader;
import io.github.convexheads.api.token.TokenReaderProvider;

/** Provides {@link TextTokens}. */
public final class TextTokensProvider implements TokenReaderProvider {

  /** For {@link java.util.ServiceLoader}. */
  public TextTokensProvider() {}

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
    return "Tokens as text, .tok: a line 'n s d', then n s lines of d numbers.";
  }

  @Override
  public TokenReader create(Settings settings) {
    return new TextTokens();
  }
}
