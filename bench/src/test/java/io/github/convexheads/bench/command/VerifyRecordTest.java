package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that was changed and signed again is compared with what its training data say. */
class VerifyRecordTest {
  private static final String[] GATED = {
    "head.type=mixer",
    "head.activation=gated-relu",
    "head.gates.count=3",
    "preprocess.standardize=true",
    "preprocess.components=2",
    "preprocess.bias=true",
    "beta-fraction=0.3"
  };

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
  }

  private SignedModel fitted() {
    files.fitted(GATED);
    return new SignedModel(files.model());
  }

  private JsonNode assertDiffers(String what) {
    Run run = files.onData("verify", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    JsonNode facts = FitFiles.facts(run);
    assertThat(facts.get("verified").asBoolean()).isFalse();
    assertThat(facts.get("sameData").asBoolean()).isTrue();
    assertThat(facts.get("claim").asText()).doesNotStartWith("optimal");
    assertThat(facts.get("differences").toString()).contains(what);
    return facts;
  }

  @Test
  void whatWasNotChangedIsConfirmed() {
    fitted().sign();

    JsonNode facts = FitFiles.succeeded(files.onData("verify", "--json"));

    assertThat(facts.get("verified").asBoolean()).isTrue();
    assertThat(facts.get("differences")).isEmpty();
    assertThat(facts.get("unverified").toString())
        .contains("solver ")
        .contains("scale, norms and failure probability of the bound, which is proven anew");
  }

  /** Of tokens that are all alike, classes that count the same tell nothing but rounding. */
  @Test
  void aBetaMaxThatIsRoundingMayBeRoundedOtherwise() {
    int[] labels = {0, 1, 2, 2, 2};
    double[] alike = new double[labels.length * 6];
    Arrays.fill(alike, 1);
    Npy.write(files.tokens(), alike, labels.length, 6, 1);
    Npy.write(files.labels(), labels, labels.length);
    files.fitted(
        "head.type=fno",
        "preprocess.bias=true",
        "loss.type=softmax",
        "loss.class-weights=balanced",
        "beta=0.1");
    SignedModel model = new SignedModel(files.model());
    double[] found = new double[1];
    model.record(record -> found[0] = record.get("betaMax").asDouble());
    model.record(record -> record.put("betaMax", found[0] * 0.99 + 1e-17)).sign();

    assertThat(found[0]).isLessThan(1e-12);
    assertThat(FitFiles.succeeded(files.onData("verify", "--json")).get("verified").asBoolean())
        .isTrue();
  }

  /** Earlier builds recorded one SHA-256 over all values in order, as digits alone. */
  @Test
  void dataOfAnEarlierBuildAreRecognised() {
    fitted().record(record -> record.put("dataDigest", inOrder())).sign();

    JsonNode facts = FitFiles.succeeded(files.onData("verify", "--json"));

    assertThat(facts.get("sameData").asBoolean()).isTrue();
    assertThat(facts.get("verified").asBoolean()).isTrue();

    fitted().record(record -> record.put("dataDigest", "tree:" + inOrder())).sign();
    JsonNode other = FitFiles.facts(files.onData("verify", "--json"));
    assertThat(other.get("sameData").asBoolean()).isFalse();
  }

  private String inOrder() {
    double[] tokens = Npy.read(files.tokens()).toDoubles();
    double[] labels = Npy.read(files.labels()).toDoubles();
    ByteBuffer bytes = ByteBuffer.allocate(24 + 8 * tokens.length + 4 * labels.length);
    bytes.putInt(FitFiles.SAMPLES).putInt(FitFiles.TOKENS).putInt(FitFiles.FEATURES);
    Arrays.stream(tokens).forEach(bytes::putDouble);
    bytes.putInt(FitFiles.SAMPLES).putInt(1).putInt(FitFiles.CLASSES);
    Arrays.stream(labels).forEach(label -> bytes.putInt((int) label));
    return Sha256.of(bytes.array());
  }

  @ParameterizedTest
  @CsvSource({
    "beta, 0.001, beta of beta-fraction",
    "betaMax, 7, beta_max",
    "samples, 39, samples",
    "gateMargin, 0.25, gate margin"
  })
  void aNumberOfTheRecord(String key, double value, String what) {
    Consumer<ObjectNode> change =
        key.equals("samples")
            ? record -> record.put(key, (int) value)
            : record -> record.put(key, value);
    fitted().record(change).sign();

    assertDiffers(what);
  }

  @ParameterizedTest
  @CsvSource({
    "primal, 0.1, objective",
    "dual, 5, lower bound",
    "loss, 0.1, loss",
    "penalty, 0.1, penalty",
    "beta, 0.1, beta of the certificate"
  })
  void aNumberOfTheCertificate(String key, double value, String what) {
    fitted().record(record -> ((ObjectNode) record.get("certificate")).put(key, value)).sign();

    assertDiffers(what);
  }

  @ParameterizedTest
  @CsvSource({
    "beta-fraction, 0.2, beta of beta-fraction",
    "head.gates.seed, 9, gates.0",
    "head.gates.count, 2, gates.0",
    "head.gates.distribution, rank-one, gates.0",
    "preprocess.standardize, false, preprocess.gain",
    "preprocess.layer-norm, true, preprocess.layer-norm",
    "preprocess.bias, false, preprocess.bias",
    "preprocess.components, 1, preprocess.components",
    "preprocess.scale, 2, preprocess.gain",
    "preprocess.clip, 1, preprocess.low",
    "preprocess.mean-token, true, appended features",
    "solver.tolerance, 1e-12, status",
    "solver.type, admm, solver"
  })
  void aSettingOfTheConfiguration(String key, String value, String what) {
    fitted().record(record -> ((ObjectNode) record.get("configuration")).put(key, value)).sign();

    assertDiffers(what);
  }

  @ParameterizedTest
  @CsvSource({
    "preprocess.shift, preprocess.shift[0]",
    "preprocess.gain, preprocess.gain[0]",
    "preprocess.projection, preprocess.projection",
    "gates.0, gates.0[0]",
    "block.0.left, objective"
  })
  void aNumberOfATensor(String tensor, String what) {
    fitted().value(tensor, 0, 0.123).sign();

    assertDiffers(what);
  }

  /** The same directions in another order are orthonormal and principal no more. */
  @Test
  void directionsThatAreOrthonormalButNotPrincipal() {
    SignedModel model = fitted();
    for (int i = 0; i < 6; i++) {
      model.value("preprocess.projection", i, i == 0 || i == 3 ? 1 : 0);
    }
    model.sign();

    assertDiffers("preprocess.projection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "-1", "1e999"})
  void numbersThatCannotBeAreRefusedWhenRead(String value) {
    for (String key : new String[] {"beta", "betaMax", "gateMargin"}) {
      fitted().record(record -> record.put(key, value)).sign();
      assertRefused(key);
    }
    for (String key : new String[] {"penalty", "failureProbability", "beta"}) {
      fitted().record(record -> ((ObjectNode) record.get("certificate")).put(key, value)).sign();
      assertRefused(key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.6", "NaN", "Infinity", "-1"})
  void tolerancesThatWouldProveNothingAreRefusedWhenRead(String value) {
    fitted()
        .record(record -> ((ObjectNode) record.get("configuration")).put("solver.tolerance", value))
        .sign();

    assertRefused("tolerance = " + value + " is not allowed");
  }

  @ParameterizedTest
  @CsvSource({"status, optimal", "dataDigest, abc", "solver, ''", "kernel, ''"})
  void textsThatCannotBeAreRefusedWhenRead(String key, String value) {
    fitted().record(record -> record.put(key, value)).sign();

    assertRefused("the record says");
  }

  @Test
  void verbsThatDoNotVerifySaySo() {
    fitted();
    Run predict =
        files.onModel("predict", "--tokens", files.tokens(), "--out", folder.resolve("o"));

    assertThat(predict.out()).contains("as recorded and not verified here");
    assertThat(files.onData("evaluate").out()).contains("as recorded and not verified here");
    assertThat(FitFiles.succeeded(files.onData("evaluate", "--json")).get("verified").asBoolean())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"configuration, head.type", "configuration, solver.tolerance", "extra, classes"})
  void keysWithoutAValueAreRefusedWhenRead(String part, String key) {
    fitted().record(record -> ((ObjectNode) record.get(part)).putNull(key)).sign();

    assertRefused("a key without a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration", "extra", "certificate", "status", "dataDigest"})
  void partsThatAreMissingAreRefusedWhenRead(String part) {
    fitted().record(record -> record.putNull(part)).sign();

    assertRefused("");
  }

  private void assertRefused(String words) {
    for (String verb : new String[] {"verify", "evaluate"}) {
      Run run = files.onData(verb);
      assertThat(run.code()).as(run.out()).isEqualTo(3);
      assertThat(run.err()).contains(words).hasLineCount(1);
    }
  }
}
