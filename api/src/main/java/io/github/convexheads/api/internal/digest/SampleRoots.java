package io.github.convexheads.api.internal.digest;

import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.token.Tokens;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Roots of hash trees over samples, kept for the tokens that were asked about last: a record needs
 * those of a fit more than once, beside different targets and weights. Tokens never change, so
 * their root is known as long as they are the same object.
 */
final class SampleRoots {
  private static final int KEPT = 8;

  /** The tokens asked about last at the end. */
  private final Deque<Root> roots = new ArrayDeque<>();

  private record Root(WeakReference<Tokens> tokens, byte[] hash) {}

  /** Returns the root of the tree over all samples; reads them if it is not known. */
  byte[] of(Tokens tokens, Workers workers) {
    if (tokens instanceof SummedTokens far) {
      return far.rootHash();
    }
    return known(tokens)
        .orElseGet(
            () -> {
              byte[] hash = SampleTree.root(List.of(SampleTree.part(tokens, 0, workers)));
              keep(tokens, hash);
              return hash;
            });
  }

  private synchronized Optional<byte[]> known(Tokens tokens) {
    for (Iterator<Root> each = roots.iterator(); each.hasNext(); ) {
      Root root = each.next();
      Tokens of = root.tokens().get();
      if (of == null) {
        each.remove();
      } else if (isSame(of, tokens)) {
        return Optional.of(root.hash());
      }
    }
    return Optional.empty();
  }

  private synchronized void keep(Tokens tokens, byte[] hash) {
    if (roots.size() == KEPT) {
      roots.removeFirst();
    }
    roots.addLast(new Root(new WeakReference<>(tokens), hash));
  }

  /** Equal tokens may be of different precision, and records compare what they hold. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Tokens one, Tokens other) {
    return one == other;
  }
}
