package org.example.consumer;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Fits, saves, loads and predicts on the module path. */
public final class Main {
  private Main() {}

  /**
   * Runs once.
   *
   * @param arguments none
   * @throws java.io.IOException if no temporary file can be written
   */
  public static void main(String[] arguments) throws java.io.IOException {
    if (!Main.class.getModule().isNamed() || !ConvexHeads.class.getModule().isNamed()) {
      throw new IllegalStateException("not on the module path");
    }
    double[] values = new double[30 * 3 * 2];
    Arrays.setAll(values, i -> Math.sin(1 + 5.0 * i));
    int[] classes = new int[30];
    Arrays.setAll(classes, i -> values[i * 6] > 0 ? 1 : 0);
    Tokens tokens = Tokens.of(values, 30, 3, 2);
    FitResult result =
        ConvexHeads.builder()
            .head("attention")
            .set("head.activation", "gated-relu")
            .tolerance(1e-3)
            .fit(tokens, Targets.labels(classes, 2));
    Path file = Files.createTempFile("consumer", ".safetensors");
    result.head().save(file);
    FittedHead loaded = ConvexHeads.builder().load(file);
    Files.delete(file);
    boolean same = Arrays.equals(loaded.predict(tokens), result.head().predict(tokens));
    System.out.printf(
        "module %s, Java %s: gap %.1e, loaded head predicts the same: %s, problems: %s%n",
        ConvexHeads.class.getModule().getName(),
        System.getProperty("java.specification.version"),
        result.certificate().relativeGap(),
        same,
        PluginCatalog.load().problems());
    if (!same || !PluginCatalog.load().problems().isEmpty()) {
      System.exit(1);
    }
  }
}
