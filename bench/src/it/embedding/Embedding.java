import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A program that embeds one head and one solver, fits once, and says what that took. */
public final class Embedding {
  private Embedding() {}

  public static void main(String[] arguments) throws IOException {
    int n = 200;
    SplittableRandom random = new SplittableRandom(1);
    double[] features = new double[n * 8 * 16];
    Arrays.setAll(features, i -> random.nextGaussian());
    int[] classes = new int[n];
    Arrays.setAll(classes, i -> i % 3);
    FitResult result =
        ConvexHeads.builder()
            .head("attention")
            .solver("low-rank")
            .betaFraction(0.3)
            .tolerance(1e-3)
            .set("run.kernel", arguments[0])
            .fit(Tokens.of(features, n, 8, 16), Targets.labels(classes, 3));
    long started = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElseThrow();
    System.out.printf(
        "%.2f s from the start of the JVM, %.2f s of them in the fit; %s; gap %.1e%n",
        (System.currentTimeMillis() - started) / 1e3,
        result.seconds(),
        peak.replaceAll("\\s+", " "),
        result.certificate().relativeGap());
  }
}
