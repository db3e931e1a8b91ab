package io.github.convexheads.api.internal.digest;

import io.github.convexheads.api.token.Tokens;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Roots of the hash trees of tokens that are still in use: {@link Tokens} never change, so that the
 * same object is hashed once, whoever asks. It keeps no tokens from being collected.
 */
final class KnownRoots {
  private final Map<Identity, byte[]> roots = new ConcurrentHashMap<>();
  private final ReferenceQueue<Tokens> collected = new ReferenceQueue<>();

  /**
   * Returns the root of tokens.
   *
   * @param tokens the tokens
   * @param compute computes it where it is not known; nothing is kept where it fails
   * @return 32 bytes, not to be changed
   */
  byte[] of(Tokens tokens, Supplier<byte[]> compute) {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      roots.remove(gone);
    }
    byte[] known = roots.get(new Identity(tokens, null));
    if (known == null) {
      known =
          compute.get(); // without a lock: it may take minutes, and another thread may be stopped
      roots.put(new Identity(tokens, collected), known);
    }
    return known;
  }

  /** Tokens as the object that they are, whatever its equals() says. */
  private static final class Identity extends WeakReference<Tokens> {
    private final int hash;

    Identity(Tokens tokens, ReferenceQueue<Tokens> queue) {
      super(tokens, queue);
      this.hash = System.identityHashCode(tokens);
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || (other instanceof Identity that && that.get() != null && that.get() == get());
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
