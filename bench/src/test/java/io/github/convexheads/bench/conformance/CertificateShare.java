package io.github.convexheads.bench.conformance;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Measures which share of a fit's time certificates take, by samples of the stack every 10 ms:
 * those of bounds within a solver, and those of the closing proof and the identities, which come
 * after it. Run with {@code -XX:FlightRecorderOptions=stackdepth=512}.
 */
public final class CertificateShare {
  private static final Set<String> SAMPLES =
      Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final String PRODUCT = "io.github.convexheads.";
  private static final int SIDE = 4;

  private int all;
  private int closing;
  private int bounds;
  private int betaMax;

  private CertificateShare() {}

  /** A fit that is repeated. */
  private interface Fits {
    void run();
  }

  /**
   * Prints the shares of some fits.
   *
   * @param arguments the folder of conformance cases, a solver and a tolerance; or {@code demo}, a
   *     number of images and a head; and how often
   * @throws IOException if the recording cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    int times = Integer.parseInt(arguments[3]);
    Fits fits =
        arguments[0].equals("demo")
            ? demo(Integer.parseInt(arguments[1]), arguments[2])
            : cases(Path.of(arguments[0]), arguments[1], Double.parseDouble(arguments[2]));
    fits.run();
    Path file = Files.createTempFile("fits", ".jfr");
    long began = System.nanoTime();
    try (Recording recording = new Recording()) {
      SAMPLES.forEach(name -> recording.enable(name).withPeriod(Duration.ofMillis(10)));
      recording.start();
      for (int i = 0; i < times; i++) {
        fits.run();
      }
      recording.stop();
      recording.dump(file);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    CertificateShare share = new CertificateShare();
    try (RecordingFile recorded = new RecordingFile(file)) {
      while (recorded.hasMoreEvents()) {
        share.count(recorded.readEvent());
      }
    }
    Files.delete(file);
    System.out.printf(
        "%s: %d samples in %.1f s; closing proof and identities %.1f %%, bounds within the solver"
            + " %.1f %%, beta_max %.1f %%%n",
        String.join(" ", arguments),
        share.all,
        seconds,
        share.percent(share.closing),
        share.percent(share.bounds),
        share.percent(share.betaMax));
  }

  private double percent(int part) {
    return 100.0 * part / Math.max(1, all);
  }

  private static Fits cases(Path folder, String solver, double tolerance) {
    List<ConformanceCase> all = ConformanceCase.readAll(folder);
    return () ->
        all.forEach(
            own ->
                ConvexHeads.configured(own.configuration(solver, tolerance))
                    .fit(own.tokens(), own.targets()));
  }

  /** The fit of {@code demo}. */
  private static Fits demo(int images, String head) {
    ShapeImages drawn = ShapeImages.draw(images, 1);
    int s = (ShapeImages.SIDE / SIDE) * (ShapeImages.SIDE / SIDE);
    float[] values = Patches.cut(drawn.pixels(), ShapeImages.SIDE, SIDE);
    Tokens tokens = Tokens.of(values, images, s, SIDE * SIDE);
    Targets labels = Targets.labels(drawn.labels(), 10);
    return () ->
        ConvexHeads.builder()
            .head(head)
            .set("preprocess.standardize", "true")
            .betaFraction(0.002)
            .tolerance(1e-2)
            .fit(tokens, labels);
  }

  private void count(RecordedEvent event) {
    if (!SAMPLES.contains(event.getEventType().getName()) || event.getStackTrace() == null) {
      return;
    }
    boolean product = false;
    boolean certificate = false;
    boolean solver = false;
    boolean largest = false;
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      String method = frame.getMethod().getName();
      product |= type.startsWith(PRODUCT) && !type.contains("CertificateShare");
      certificate |= type.startsWith(PRODUCT + "api.certificate.") || type.contains("Identity");
      solver |= method.equals("solve") && type.startsWith(PRODUCT) && !type.contains(".api.");
      largest |= method.equals("betaMax");
    }
    all += product ? 1 : 0;
    if (certificate && largest) {
      betaMax++;
    } else if (certificate) {
      bounds += solver ? 1 : 0;
      closing += solver ? 0 : 1;
    }
  }
}
