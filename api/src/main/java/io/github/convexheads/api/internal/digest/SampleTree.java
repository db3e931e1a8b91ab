package io.github.convexheads.api.internal.digest;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The hash tree over samples (RFC 9162, section 2.1.1), by which parts of them can be hashed
 * anywhere, in any order:
 *
 * <pre>
 *   H(one sample) = SHA-256(0x00, sample)
 *   H(n samples)  = SHA-256(0x01, H(the first k), H(the others)),   k the largest power of 2 below n
 * </pre>
 *
 * <p>A sample is its length in four bytes, where samples have lengths of their own, and its s x d
 * values, big endian, in the precision in which they are stored. So the tree follows from the
 * samples alone, and a range of them contributes the hashes of the largest subtrees that lie in it,
 * 2 log2 n at most.
 */
@API(status = API.Status.INTERNAL)
public final class SampleTree {
  private static final int HASH_BYTES = 32;

  /** Values that are hashed together by one thread. */
  private static final int CHUNK_VALUES = 1 << 18;

  private SampleTree() {}

  /**
   * What a range of samples contributes.
   *
   * @param first its first sample among all
   * @param samples how many
   * @param hashes 32 bytes for every subtree, in order
   */
  public record Part(long first, long samples, byte[] hashes) {}

  /** Consecutive samples, a power of 2 of them, that begin at a multiple of their number. */
  private record Subtree(long first, long samples, byte[] hash) {}

  /**
   * Hashes a range of samples.
   *
   * @param range the samples of the range
   * @param first what the first of them is called among all
   * @param workers the threads
   * @return what they contribute
   */
  public static Part part(Tokens range, long first, Workers workers) {
    int n = range.samples();
    int chunk = Integer.highestOneBit(Math.max(1, CHUNK_VALUES / range.shape().size()));
    int head = (int) Math.min(n, (chunk - first % chunk) % chunk);
    int chunks = (head > 0 ? 1 : 0) + (int) (((long) n - head + chunk - 1) / chunk);
    Part[] parts = new Part[chunks];
    workers.forEach(
        chunks,
        i -> {
          int before = head > 0 ? i - 1 : i;
          int from = before < 0 ? 0 : head + before * chunk;
          int to = before < 0 ? head : (int) Math.min(n, (long) from + chunk);
          parts[i] = leaves(range, from, to, first);
        });
    return new Part(first, n, bytes(merged(Arrays.asList(parts))));
  }

  /**
   * Joins the parts of all samples.
   *
   * @param parts ranges that together are all samples
   * @return the hash of the root, 32 bytes
   * @throws IllegalArgumentException if samples are missing, or there are none
   */
  public static byte[] root(List<Part> parts) {
    List<Part> sorted =
        parts.stream()
            .filter(part -> part.samples > 0)
            .sorted(Comparator.comparing(Part::first))
            .toList();
    long next = 0;
    for (Part part : sorted) {
      if (part.first != next) {
        throw new IllegalArgumentException(
            "samples %s to %s are hashed by no part, or by several".formatted(next, part.first));
      }
      next += part.samples;
    }
    if (next == 0) {
      throw new IllegalArgumentException("no sample has a hash");
    }
    Iterator<Subtree> fromLast = merged(sorted).iterator();
    byte[] hash = fromLast.next().hash;
    while (fromLast.hasNext()) {
      hash = node(fromLast.next().hash, hash);
    }
    return hash;
  }

  /** Hashes every sample of a chunk. */
  private static Part leaves(Tokens range, int from, int to, long first) {
    TokenBatch batch = range.batch(from, to, range.precision());
    int size = range.shape().size();
    Deque<Subtree> stack = new ArrayDeque<>();
    MessageDigest digest = Sha256.begin();
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(size, range.precision().bytes()));
    for (int i = from; i < to; i++) {
      digest.update((byte) 0);
      if (range.padded()) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, range.length(i)));
      }
      put(batch.values(), (i - from) * size, size, bytes);
      digest.update(bytes.array());
      push(new Subtree(first + i, 1, digest.digest()), stack);
    }
    return new Part(first + from, to - (long) from, bytes(stack));
  }

  private static void put(RealArray values, int from, int count, ByteBuffer into) {
    if (values.precision() == Precision.FLOAT32) {
      into.asFloatBuffer().put(values.floats(), from, count);
    } else {
      into.asDoubleBuffer().put(values.doubles(), from, count);
    }
  }

  /** Adds a subtree behind others and joins what is whole; the last one comes first. */
  private static void push(Subtree added, Deque<Subtree> stack) {
    Subtree last = added;
    while (!stack.isEmpty() && joins(stack.peek(), last)) {
      Subtree before = stack.pop();
      last = new Subtree(before.first, 2 * before.samples, node(before.hash, last.hash));
    }
    stack.push(last);
  }

  private static boolean joins(Subtree left, Subtree right) {
    return left.samples == right.samples && left.first % (2 * left.samples) == 0;
  }

  private static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = Sha256.begin();
    digest.update((byte) 1);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }

  /** The largest subtrees of consecutive parts; the last one comes first. */
  private static Deque<Subtree> merged(List<Part> parts) {
    Deque<Subtree> stack = new ArrayDeque<>();
    for (Part part : parts) {
      long at = part.first;
      long end = part.first + part.samples;
      for (int k = 0; at < end; k += HASH_BYTES) {
        long samples = largest(at, end);
        push(new Subtree(at, samples, Arrays.copyOfRange(part.hashes, k, k + HASH_BYTES)), stack);
        at += samples;
      }
    }
    return stack;
  }

  /** The samples of the largest subtree that begins at one sample and ends before another. */
  private static long largest(long at, long end) {
    long aligned = at == 0 ? Long.MAX_VALUE : Long.lowestOneBit(at);
    return Math.min(aligned, Long.highestOneBit(end - at));
  }

  private static byte[] bytes(Deque<Subtree> stack) {
    ByteBuffer all = ByteBuffer.allocate(HASH_BYTES * stack.size());
    stack.descendingIterator().forEachRemaining(tree -> all.put(tree.hash));
    return all.array();
  }
}
