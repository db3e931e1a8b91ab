package org.example.plugin;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenReader;
import io.github.convexheads.api.token.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** Tokens as text, in files named {@code .tok}: a line {@code n s d}, then n s lines of d numbers. */
final class TextTokens implements TokenReader {

  @Override
  public boolean reads(Path file) {
    return file.getFileName().toString().endsWith(".tok");
  }

  @Override
  public Tokens read(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      double[] sizes = numbers(file, 1, in.readLine(), 3);
      int n = (int) sizes[0];
      int s = (int) sizes[1];
      int d = (int) sizes[2];
      if (n < 1 || s < 1 || d < 1 || (double) n * s * d > Files.size(file)) {
        throw new InvalidInputException(
            file + ", line 1: there cannot be " + n + " x " + s + " x " + d + " numbers");
      }
      double[] values = new double[n * s * d];
      for (int row = 0; row < n * s; row++) {
        System.arraycopy(numbers(file, row + 2, in.readLine(), d), 0, values, row * d, d);
      }
      return Tokens.of(values, n, s, d);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static double[] numbers(Path file, int line, String text, int count) {
    StringTokenizer words = new StringTokenizer(text == null ? "" : text);
    if (words.countTokens() != count) {
      throw new InvalidInputException(
          file + ", line " + line + ": " + count + " numbers are needed, found "
              + words.countTokens());
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      String word = words.nextToken();
      try {
        numbers[i] = Double.parseDouble(word);
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            file + ", line " + line + ": '" + word + "' is no number", e);
      }
    }
    return numbers;
  }
}
