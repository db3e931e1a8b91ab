package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that could be mixed up with others: told apart, or asked about in one line. */
class AmbiguousInputsTest {
  private static final int SAMPLES = FitFiles.SAMPLES;

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeGoodData() {
    files = FitFiles.in(folder);
  }

  private Run fit(List<?> tokens, Object labels, Object... more) {
    List<Object> words = new ArrayList<>(List.of("fit", "--tokens"));
    words.addAll(tokens);
    words.addAll(List.of("--labels", labels, "--model", files.model(), "--set", "head=linear"));
    words.addAll(List.of(more));
    return Run.of(words.toArray());
  }

  private Run onLabels(Object labels, Object... more) {
    return fit(List.of(files.tokens()), labels, more);
  }

  private void assertRefused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(parts);
    assertThat(files.model()).doesNotExist();
  }

  private static void assertTaken(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isZero();
    for (String part : parts) {
      assertThat(run.err()).contains(part);
    }
  }

  /** An NPY file of NumPy's bytes (dtype S) of three characters. */
  private Path bytes(byte[]... names) throws IOException {
    String header =
        "{'descr': '|S3', 'fortran_order': False, 'shape': (%d,), }\n".formatted(SAMPLES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(new byte[] {(byte) header.length(), 0});
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < SAMPLES; i++) {
      out.write(Arrays.copyOf(names[i % names.length], 3));
    }
    return Files.write(folder.resolve("bytes.npy"), out.toByteArray());
  }

  @Test
  void namesInAnotherEncodingAreNotMixedUp() throws IOException {
    byte[] first = {'d', (byte) 0xf6, 'g'};
    byte[] second = {'d', (byte) 0xfc, 'g'};
    assertRefused(
        onLabels(bytes(first, second)),
        "text at [0] is not UTF-8",
        "numpy.char.decode(names, 'latin-1')");

    assertTaken(onLabels(bytes("é".getBytes(StandardCharsets.UTF_8), new byte[] {'d'})));
  }

  @ParameterizedTest
  @CsvSource({"e\u0301t,\u00e9t", "cat,ca\u200bt", "cat,\uff43at"})
  void namesThatLookAlikeAreWarnedOf(String first, String second) throws IOException {
    Path names = folder.resolve("names.txt");
    Files.write(
        names, IntStream.range(0, SAMPLES).mapToObj(i -> i % 2 == 0 ? first : second).toList());

    assertTaken(onLabels(names), "or in how a letter is encoded, and are taken for different");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5 1.5", "1\t0\t0", "1, 2", "3;4"})
  void aMatrixAsTextIsNoColumnOfNames(String row) throws IOException {
    Path text = folder.resolve("rows.txt");
    Files.write(text, IntStream.range(0, SAMPLES).mapToObj(i -> row).toList());

    assertRefused(onLabels(text), "has several numbers a line", "save a matrix with numpy.save");
  }

  @Test
  void onlyClassLabelsHaveOneThatIsIgnored() {
    double[] values = new double[SAMPLES * 2];
    Arrays.setAll(values, i -> i < 4 ? -100 : Math.sin(i));
    Npy.write(files.labels(), values, SAMPLES, 2);
    assertRefused(
        onLabels(files.labels(), "--ignore-label", "-100"),
        "is taken as real values, but --ignore-label -100 is for class labels",
        "--weights");

    long[] sets = IntStream.range(0, SAMPLES * 3).mapToLong(i -> i % 7 % 2).toArray();
    Npy.write(files.labels(), sets, SAMPLES, 3);
    assertRefused(
        onLabels(files.labels(), "--ignore-label", "-100"), "is taken as sets of labels, but");
  }

  @Test
  void whatATerminalWouldObeyIsShown() {
    assertRefused(onLabels("a\nb.npy"), "a\\u000ab.npy: cannot be read");
    assertRefused(onLabels(files.labels(), "--set", "beta=\u001b[31m"), "beta = \\u001b[31m is");
    assertRefused(
        onLabels(files.labels(), "--set", "head.pooling=first\nbeta=3"),
        "head.pooling = first\\u000abeta=3 is not allowed");
  }

  @Test
  void anArrayThatIsNotReadDoesNotHideAnother() throws IOException {
    Path tensors = folder.resolve("t.safetensors");
    double[] values = Npy.read(files.tokens()).toDoubles();
    String json =
        "{\"t\":{\"dtype\":\"F64\",\"shape\":[%d,4,3],\"data_offsets\":[0,%d]},"
                .formatted(SAMPLES, 8 * values.length)
            + "\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[%d,%d]}}"
                .formatted(8 * values.length, 8 * values.length + 2);
    ByteBuffer file =
        ByteBuffer.allocate(10 + json.length() + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length()).put(json.getBytes(StandardCharsets.US_ASCII));
    Arrays.stream(values).forEach(file::putDouble);
    Files.write(tensors, file.array());

    assertTaken(fit(List.of(tensors + ":t"), files.labels()));
    Files.delete(files.model());
    assertRefused(fit(List.of(tensors + ":w"), files.labels()), "'w' has dtype 'F8_E4M3'; read");
    assertRefused(fit(List.of(tensors), files.labels()), "'w' of no type that is read");
  }

  @Test
  void theNameOfAnArrayMayHaveColons() {
    Path tensors = folder.resolve("t.safetensors");
    StoredArray tokens = Npy.read(files.tokens());
    StoredArray others = StoredArray.of(new double[SAMPLES * 12], SAMPLES, 4, 3);
    Safetensors.of(Map.of("a:b", tokens, "a", others, "b", others), Map.of()).write(tensors);

    assertTaken(fit(List.of(tensors + ":a:b"), files.labels()));
    assertTaken(fit(List.of(folder.resolve("t*.safetensors") + ":a:b"), files.labels()));
    assertThat(fit(List.of(tensors + ":a:c"), files.labels()).err()).contains("no array 'a:c'");
  }

  @Test
  void filesAsAShellSortsThemAreWarnedOf() {
    StoredArray all = Npy.read(files.tokens());
    List<Path> parts = new ArrayList<>();
    for (String part : new String[] {"1", "10", "2", "3"}) {
      double[] values =
          Arrays.copyOfRange(all.toDoubles(), parts.size() * 120, parts.size() * 120 + 120);
      parts.add(folder.resolve("p" + part + ".npy"));
      Npy.write(parts.get(parts.size() - 1), values, 10, 4, 3);
    }

    assertTaken(
        fit(parts, files.labels()),
        "p10.npy comes before " + parts.get(2) + ", as a shell sorts the files of a pattern",
        "put the pattern in quotes");
    assertThat(fit(List.of(folder.resolve("p*.npy")), files.labels()).err())
        .doesNotContain("as a shell");
    assertThat(fit(List.of(parts.get(1), parts.get(0), parts.get(2), parts.get(3)), 0).err())
        .doesNotContain("as a shell");
    List<Path> twice = List.of(parts.get(0), parts.get(0), parts.get(2), parts.get(3));
    assertTaken(fit(twice, files.labels()), "p1.npy is named twice");
    Object[] words = {"predict", "-m", files.model(), "-o", folder.resolve("o.npy"), "-t"};
    assertTaken(Run.of(FitFiles.concatenated(words, twice.toArray())), "p1.npy is named twice");
  }

  @Test
  void whatARecordSaysOfInputsIsCompared() {
    assertThat(files.fit("--set", "head=linear").code()).isZero();
    assertThat(files.onData("verify").code()).isZero();
    for (String fact : List.of("inputs.weights", "inputs.ignored-rows")) {
      assertThat(files.fit("--set", "head=linear").code()).isZero();
      new SignedModel(files.model())
          .record(
              r ->
                  ((ObjectNode) r.path("extra")).put(fact, fact.endsWith("weights") ? "true" : "3"))
          .sign();

      Run run = files.onData("verify");
      assertThat(run.code()).as(fact + run.out()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
      assertThat(run.out()).contains("the record differs from what these data say");
    }
  }
}
