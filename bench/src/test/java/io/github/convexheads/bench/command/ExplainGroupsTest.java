package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.schema.SchemaCheck;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of the groups that attention makes, and of weights along tokens. */
class ExplainGroupsTest {
  private static final int SAMPLES = 60;

  @TempDir private Path folder;
  private FitFiles files;
  private Path json;
  private Path page;
  private String printed;

  @BeforeEach
  void writeData() {
    files = new FitFiles(folder);
    json = folder.resolve("explain.json");
    page = folder.resolve("page.html");
    ShapeImages images = ShapeImages.draw(SAMPLES, 4);
    Npy.write(files.tokens(), Patches.cut(images.pixels(), ShapeImages.SIDE, 8), SAMPLES, 16, 64);
    Npy.write(files.labels(), images.labels(), SAMPLES);
  }

  private JsonNode explained(String head, Object... more) throws IOException {
    Run fitted =
        files.fit(
            FitFiles.concatenated(
                FitFiles.set("head.type=" + head, "beta-fraction=0.3", "solver.tolerance=1e-2"),
                "--classes",
                10));
    assertThat(fitted.code()).as(fitted.err()).isZero();
    Object[] written = {"--out", page, "--json", json};
    Run run = files.onModel("explain", FitFiles.concatenated(written, more));
    assertThat(run.code()).as(run.err()).isZero();
    printed = run.out();
    JsonNode facts = new ObjectMapper().readTree(json.toFile());
    assertThat(SchemaCheck.problems("explain", facts)).isEmpty();
    return facts;
  }

  private static JsonNode one(JsonNode facts, String method, String reference) {
    return StreamSupport.stream(facts.get("clusterAgreement").spliterator(), false)
        .filter(a -> a.get("method").asText().equals(method))
        .filter(a -> a.get("reference").asText().equals(reference))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void groupsAreHeldAgainstTheKnownShapeWithIntervals() throws IOException {
    JsonNode facts = explained("attention", "--shapes");

    facts
        .get("clusterAgreement")
        .forEach(a -> assertThat(a.get("rand").asDouble()).isBetween(-0.5, 1.0));
    JsonNode raw = one(facts, "raw tokens", "the shape");
    double rand = raw.get("rand").asDouble();
    assertThat(rand).isCloseTo(0.75, within(0.15));
    double half = 1.96 * raw.get("randError").asDouble();
    assertThat(raw.get("randLow").asDouble()).isCloseTo(rand - half, within(half / 3));
    assertThat(raw.get("randHigh").asDouble()).isCloseTo(rand + half, within(half / 3));
    JsonNode all = one(facts, "attention of all heads", "the shape");
    assertThat(raw.get("ahead").asDouble())
        .isCloseTo(all.get("rand").asDouble() - rand, within(1e-12));
    assertThat(all.get("ahead").asDouble()).isZero();
    assertThat(Files.readString(page)).contains("What do the groups of tokens agree with?");
    assertThat(printed)
        .contains("| tokens grouped by ", " the shape |")
        .containsPattern(String.format(Locale.ROOT, "raw tokens +\\| %.3f \\(", rand));
  }

  /** The first half of the tokens of every image is dark: groups are the same in every image. */
  @Test
  void groupsThatLieAtTheSamePlacesAgreeWithThoseOfTheNextImage() throws IOException {
    Random random = new Random(7);
    double[] tokens = new double[SAMPLES * 16 * 64];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (i / 64 % 16 < 8 ? 0 : 10) + 0.1 * random.nextGaussian();
    }
    Npy.write(files.tokens(), tokens, SAMPLES, 16, 64);
    Object[] groups = {"--tokens", files.tokens(), "--groups", 9};

    JsonNode facts = explained("attention", groups);

    JsonNode next = one(facts, "raw tokens", "its groups in the next image");
    assertThat(next.get("rand").asDouble()).isOne();
    assertThat(next.get("randLow").asDouble()).isOne();
    assertThat(next.get("images").asInt()).isEqualTo(9);
    assertThat(facts.get("clusterAgreement").toString()).doesNotContain("colours", "the shape");
  }

  @Test
  void groupsOfImagesAreHeldAgainstTheirColoursAndTheMiddle() throws IOException {
    byte[] records = new byte[SAMPLES * 3073];
    for (int i = 0; i < records.length; i++) {
      int pixel = Math.floorMod(i - 1, 3073) % 1024;
      int row = pixel / 32;
      int column = pixel % 32;
      boolean inside = Math.abs(row - 15.5) < 8 && Math.abs(column - 15.5) < 8;
      records[i] = (byte) (i % 3073 == 0 ? i / 3073 % 2 : inside ? 200 : 20 + i % 7);
    }
    Path images = folder.resolve("images.bin");
    Files.write(images, records);
    Object[] made = {"tokens", "--images", images, "--tokens", files.tokens()};
    Run run = Run.of(FitFiles.concatenated(made, "--labels", files.labels()));
    assertThat(run.code()).as(run.err()).isZero();

    JsonNode facts =
        explained("attention", "--tokens", files.tokens(), "--images", images, "--groups", 5);

    for (String reference : new String[] {"colours of the image", "the middle of the image"}) {
      assertThat(one(facts, "raw tokens", reference).get("rand").asDouble()).isOne();
    }
  }

  @Test
  void aHeadWithoutMapsHasNoGroups() throws IOException {
    JsonNode facts = explained("linear", "--tokens", files.tokens(), "--groups", 5);

    assertThat(facts.get("clusterAgreement")).isEmpty();
    assertThat(facts.get("weightProfiles")).isEmpty();
  }

  /** Pooled linear filters only average: all places alike, and no power but at frequency zero. */
  @Test
  void aPooledLinearFilterIsConstant() throws IOException {
    JsonNode profiles = explained("fno").get("weightProfiles");

    assertThat(profiles.get(0).get("name").asText()).isEqualTo("filter");
    assertThat(profiles.get(0).get("spread").asDouble()).isCloseTo(16, within(1e-9));
    assertThat(profiles.get(0).get("constant").asDouble()).isCloseTo(1, within(1e-9));
    assertThat(profiles.get(1).get("name").asText()).isEqualTo("spectrum");
    assertThat(profiles.get(1).get("profile").get(0).asDouble()).isCloseTo(1, within(1e-9));
    assertThat(profiles.get(1).get("constant").isNull()).isTrue();
  }

  /** Only token 3 tells the classes apart, so the mixer weighs it far above the others. */
  @Test
  void aMixerLooksAtTheTokenThatTellsTheClassesApart() throws IOException {
    Random random = new Random(3);
    double[] tokens = new double[SAMPLES * 16 * 64];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % 2;
      for (int k = 0; k < 16 * 64; k++) {
        boolean telling = k / 64 == 3;
        tokens[i * 16 * 64 + k] = 0.1 * random.nextGaussian() + (telling ? 2 * labels[i] - 1 : 0);
      }
    }
    Npy.write(files.tokens(), tokens, SAMPLES, 16, 64);
    Npy.write(files.labels(), labels, SAMPLES);

    JsonNode mixing = explained("mixer").get("weightProfiles").get(0);

    assertThat(mixing.get("along").asText()).isEqualTo("input token");
    assertThat(mixing.get("profile").get(3).asDouble()).isGreaterThan(0.5);
    assertThat(mixing.get("spread").asDouble()).isBetween(1.0, 8.0);
    assertThat(mixing.get("constant").asDouble()).isLessThan(0.5);
  }
}
