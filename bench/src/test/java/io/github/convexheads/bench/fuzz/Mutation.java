package io.github.convexheads.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes inputs of sound ones: bits flipped, pieces overwritten, cut out, repeated, taken from
 * another input, numbers put to the edges of their types, and words that parsers react to.
 *
 * @param sound whole files to begin with
 * @param random where all choices come from
 */
record Mutation(List<byte[]> sound, SplittableRandom random) {
  private static final List<byte[]> WORDS =
      List.of(
              "'",
              "\"",
              "(",
              ")",
              "[",
              "]",
              "{",
              "}",
              ",",
              ":",
              "=",
              "\n",
              "\\u0000",
              "0",
              "-1",
              "1e400",
              "NaN",
              "-Infinity",
              "99999999999",
              "9223372036854775807",
              "2147483647",
              "4294967296",
              "True",
              "None",
              "null",
              "(0,)",
              "(1, 2147483647, 4)",
              "fortran_order",
              "descr",
              "shape",
              "|O",
              ">f8",
              "<i8",
              "|S99",
              "F64",
              "BOOL",
              "data_offsets",
              "dtype",
              "__metadata__",
              "layout",
              "provenance",
              "digest",
              "block.0.left",
              "gates.0",
              "outputs",
              "tokens",
              "../",
              "/etc/passwd",
              "include file(\"/etc/passwd\")",
              "include url(",
              "${HOME}",
              "${a}${a}",
              "a=",
              "head.type",
              "head {",
              "attention",
              "gated-relu",
              "b-fno",
              "beta",
              "solver.time-limit",
              "99h",
              "seeds",
              "heads",
              "type",
              "+=",
              "\"\"\"",
              "//",
              "\u00e9\u00ff\u0000",
              "PK\u0001\u0002",
              "PK\u0005\u0006",
              "\u001f\u008b")
          .stream()
          .map(word -> word.getBytes(ISO_8859_1))
          .toList();

  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    32767,
    65535,
    65536,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final int LONGEST = 1 << 14;

  /** Returns the next input. */
  byte[] next() {
    byte[] input = any().clone();
    int edits = 1 + random.nextInt(4);
    for (int edit = 0; edit < edits; edit++) {
      input = edited(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] any() {
    return sound.get(random.nextInt(sound.size()));
  }

  private byte[] edited(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int length = Math.min(input.length - at, 1 + random.nextInt(16));
    return switch (random.nextInt(9)) {
      case 0 -> flipped(input, at);
      case 1 -> splice(input, at, 0, WORDS.get(random.nextInt(WORDS.size())));
      case 2 -> {
        byte[] word = WORDS.get(random.nextInt(WORDS.size()));
        yield splice(input, at, word.length, word);
      }
      case 3 -> splice(input, at, length, new byte[0]);
      case 4 -> splice(input, at, 0, Arrays.copyOfRange(input, at, at + length));
      case 5 -> Arrays.copyOf(input, at);
      case 6 -> {
        byte[] edge = edge();
        yield splice(input, at, edge.length, edge);
      }
      case 7 -> {
        byte[] other = any();
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(64));
        yield splice(input, at, to - from, Arrays.copyOfRange(other, from, to));
      }
      default -> digit(input, at);
    };
  }

  private byte[] flipped(byte[] input, int at) {
    if (at < input.length) {
      input[at] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  /** Replaces the next digit by another: the smallest change that keeps text well-formed. */
  private byte[] digit(byte[] input, int at) {
    for (int i = at; i < input.length; i++) {
      if (input[i] >= '0' && input[i] <= '9') {
        input[i] = (byte) ('0' + random.nextInt(10));
        return input;
      }
    }
    return input;
  }

  private byte[] edge() {
    long value = EDGES[random.nextInt(EDGES.length)];
    byte[] bytes = new byte[1 << random.nextInt(4)];
    boolean big = random.nextBoolean();
    for (int i = 0; i < bytes.length; i++) {
      bytes[big ? bytes.length - 1 - i : i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  private static byte[] splice(byte[] input, int at, int removed, byte[] piece) {
    int rest = Math.min(input.length, at + removed);
    byte[] result = Arrays.copyOf(input, at + piece.length + input.length - rest);
    System.arraycopy(piece, 0, result, at, piece.length);
    System.arraycopy(input, rest, result, at + piece.length, input.length - rest);
    return result;
  }
}
