package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as people have them, through the command; all give the objective of one plain file. */
class TokenFilesTest {
  /** Single and double precision round otherwise where features are standardised. */
  private static final Offset<Double> ROUNDING = Offset.offset(1e-8);

  private static final int SIZE = FitFiles.TOKENS * FitFiles.FEATURES;

  @TempDir private Path folder;
  private FitFiles files;
  private double[] values;
  private double objective;

  /** Values that eight bits hold, so that no type rounds them. */
  @BeforeEach
  void writeGoodData() {
    files = FitFiles.in(folder);
    values = Npy.read(files.tokens()).toDoubles();
    Arrays.setAll(values, i -> Math.rint(values[i] * 16) / 16);
    Npy.write(files.tokens(), StoredArray.of(values, FitFiles.SAMPLES, 4, 3));
    objective = objective(files.tokens());
  }

  private StoredArray samples(int from, int to) {
    double[] part = Arrays.copyOfRange(values, from * SIZE, to * SIZE);
    return StoredArray.of(part, to - from, FitFiles.TOKENS, FitFiles.FEATURES);
  }

  private Run fit(List<Object> tokens, Object... more) {
    List<Object> words = new ArrayList<>(List.of("fit", "--tokens"));
    words.addAll(tokens);
    words.addAll(List.of("--labels", files.labels(), "--model", files.model(), "--json"));
    words.addAll(List.of("--set", "head.type=linear"));
    words.addAll(List.of(more));
    return Run.of(words.toArray());
  }

  private double objective(Object tokens, Object... more) {
    return FitFiles.succeeded(fit(List.of(tokens), more)).path("primal").asDouble();
  }

  private void assertRefused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(parts);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"BFLOAT16", "FLOAT16", "FLOAT32", "FLOAT64"})
  void everyFloatingPointTypeOfNpyAndSafetensorsIsRead(ElementType type) {
    StoredArray array = samples(0, FitFiles.SAMPLES).as(type);
    Path npy = folder.resolve("typed.npy");
    Npy.write(npy, array);
    Path tensors = folder.resolve("typed.safetensors");
    Safetensors.of(Map.of("features", array), Map.of()).write(tensors);

    assertThat(objective(npy)).isCloseTo(objective, ROUNDING);
    assertThat(objective(tensors)).isCloseTo(objective, ROUNDING);
    assertThat(objective(tensors + ":features")).isCloseTo(objective, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(Npz.Compression.class)
  void arraysOfAnArchiveAreTakenByName(Npz.Compression compression) {
    Path archive = folder.resolve("f.npz");
    StoredArray labels = StoredArray.of(Npy.read(files.labels()).toLongs(), FitFiles.SAMPLES);
    Npz.of(Map.of("features", samples(0, FitFiles.SAMPLES), "labels", labels))
        .write(archive, compression);

    assertRefused(
        fit(List.of(archive)),
        "holds several arrays: 'features' float64 (40, 4, 3), 'labels' int64 (40,)",
        archive + ":features");
    assertThat(objective(archive + ":features")).isCloseTo(objective, ROUNDING);
    assertThat(objective(archive, "--tokens-name", "features")).isCloseTo(objective, ROUNDING);
    assertRefused(fit(List.of(archive + ":tokens")), "holds no array 'tokens'");
    Run both =
        Run.of(
            "fit",
            "-t",
            archive + ":features",
            "-l",
            archive + ":labels",
            "-m",
            files.model(),
            "--set",
            "head.type=linear");
    assertThat(both.code()).as(both.err()).isZero();
  }

  @Test
  void shardsArePutTogetherInNaturalOrder() {
    int from = 0;
    for (int part : new int[] {1, 2, 10}) {
      int to = part == 10 ? FitFiles.SAMPLES : from + 11;
      ElementType type = part == 2 ? ElementType.BFLOAT16 : ElementType.FLOAT32;
      Npy.write(folder.resolve("part" + part + ".npy"), samples(from, to).as(type));
      from = to;
    }
    Path pattern = folder.resolve("part*.npy");

    JsonNode facts = FitFiles.succeeded(fit(List.of(pattern)));
    assertThat(facts.path("primal").asDouble()).isCloseTo(objective, ROUNDING);
    assertThat(facts.path("tokenFiles"))
        .hasToString(
            "[\"%1$s/part1.npy\",\"%1$s/part2.npy\",\"%1$s/part10.npy\"]".formatted(folder));
    Run listed =
        fit(
            List.of(
                folder.resolve("part1.npy"),
                folder.resolve("part2.npy"),
                folder.resolve("part10.npy")));
    assertThat(FitFiles.succeeded(listed).path("primal").asDouble()).isCloseTo(objective, ROUNDING);
    assertRefused(fit(List.of(folder.resolve("nothing*.npy"))), "no file matches");
  }

  @Test
  void channelsFirstAndClassTokensAreOptions() {
    double[] first = new double[values.length + FitFiles.SAMPLES * 3];
    double[] turned = new double[values.length];
    for (int i = 0; i < FitFiles.SAMPLES; i++) {
      System.arraycopy(values, i * SIZE, first, i * (SIZE + 3) + 3, SIZE);
      for (int t = 0; t < 4; t++) {
        for (int f = 0; f < 3; f++) {
          turned[i * SIZE + f * 4 + t] = values[i * SIZE + t * 3 + f];
        }
      }
    }
    Path withClassToken = folder.resolve("class.npy");
    Npy.write(withClassToken, first, FitFiles.SAMPLES, 5, 3);
    Path channels = folder.resolve("channels.npy");
    Npy.write(channels, turned, FitFiles.SAMPLES, 3, 2, 2);

    assertThat(objective(withClassToken, "--drop-tokens", "1")).isCloseTo(objective, ROUNDING);
    assertThat(objective(channels, "--layout", "nds")).isCloseTo(objective, ROUNDING);
    assertRefused(fit(List.of(channels)), "say --layout nsd", "or --layout nds");
    assertRefused(fit(List.of(channels), "--layout", "ndx"), "allowed: nsd, nds");
    assertRefused(fit(List.of(withClassToken), "--drop-tokens", "5"), "allowed: 0 to 4");
  }

  @Test
  void aModelSaysHowItsTokensWereTakenWhereOthersDoNotFit() {
    assertThat(objective(files.tokens(), "--drop-tokens", "1")).isNotCloseTo(objective, ROUNDING);

    Run run = files.onData("evaluate");
    assertRefused(run, "the model was fitted with --drop-tokens 1");
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(files.tokens())));
      assertThat(objective("-")).isCloseTo(objective, ROUNDING);
    } finally {
      System.setIn(before);
    }
    assertRefused(
        Run.of("fit", "-t", "-", "-l", "-", "-m", files.model()),
        "standard input, -, can be read once only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null"})
  void aDeviceEndsAtOnce(String device) {
    assertRefused(fit(List.of(device)), device);
  }
}
