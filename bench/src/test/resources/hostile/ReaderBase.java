package hostile;

import io.github.convexheads.api.token.TokenReader;
import io.github.convexheads.api.token.TokenReaderProvider;

/** A reader of files that end in {@code .foo}, which does nothing yet. */
public abstract class ReaderBase implements HostileProvider<TokenReader>, TokenReaderProvider {
}
