package io.github.convexheads.bench.export.torch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch modules give what the library gives, for every head, activation, pooling and step. */
class TorchExportTest {
  private static final int SAMPLES = 8;
  private static final int TOKENS = 6;
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;

  private static String python;

  @TempDir private Path folder;

  @BeforeAll
  static void findPyTorch() {
    python = PythonTorch.find();
  }

  private static double[] values(long seed) {
    Random random = new Random(seed);
    return random.doubles(SAMPLES * TOKENS * FEATURES, -2, 2).toArray();
  }

  private static FittedHead fit(Map<String, String> settings) {
    Map<String, String> all =
        new LinkedHashMap<>(
            Map.of(
                "head.pooling",
                "mean",
                "beta-fraction",
                "0.2",
                "solver.tolerance",
                "1e-3",
                "solver.max-iterations",
                "200"));
    all.putAll(settings);
    if (all.getOrDefault("head.activation", "").equals("relu")) {
      all.put("head.gates.limit", "100");
      all.put("head.gates.count", "2");
      all.put("solver.max-iterations", "1");
    }
    ConvexHeads builder = ConvexHeads.builder();
    for (Map.Entry<String, String> setting : all.entrySet()) {
      builder = builder.set(setting.getKey(), setting.getValue());
    }
    boolean perToken = all.get("head.pooling").equals("none");
    Random random = new Random(3);
    double[] targets =
        random.doubles((long) SAMPLES * (perToken ? TOKENS : 1) * CLASSES, -1, 1).toArray();
    return builder
        .fit(
            Tokens.of(values(1), SAMPLES, TOKENS, FEATURES),
            perToken ? new RealTargets(targets, TOKENS, CLASSES) : Targets.values(targets, CLASSES))
        .head();
  }

  private static Map<String, String> settings(String... keysAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return settings;
  }

  private void assertSame(List<Map<String, String>> wanted) throws Exception {
    assumeTrue(python != null, "PyTorch is not installed (Debian: python3-torch)");
    List<Path> modules = new ArrayList<>();
    List<FittedHead> heads = new ArrayList<>();
    for (Map<String, String> settings : wanted) {
      FittedHead head = fit(settings);
      assertThat(head.variable().totalRank()).as("%s", settings).isPositive();
      Path module = folder.resolve("head" + modules.size() + ".py");
      TorchExport.write(head, Precision.FLOAT64, module);
      modules.add(module);
      heads.add(head);
    }
    double[] unseen = values(2);
    List<double[]> found =
        PythonTorch.outputs(python, folder, modules, unseen, SAMPLES, TOKENS, FEATURES);
    for (int i = 0; i < heads.size(); i++) {
      double[] expected = heads.get(i).predict(Tokens.of(unseen, SAMPLES, TOKENS, FEATURES));
      assertThat(found.get(i)).as("%s", wanted.get(i)).containsExactly(expected, within(1e-6));
    }
  }

  @Test
  void everyHeadActivationAndPoolingGivesTheSame() throws Exception {
    List<Map<String, String>> all = new ArrayList<>();
    for (String pooling : new String[] {"mean", "none", "first"}) {
      all.add(settings("head.type", "linear", "head.pooling", pooling));
      for (String type : new String[] {"attention", "mixer", "fno", "b-fno", "mlp"}) {
        for (String activation : new String[] {"linear", "gated-relu", "relu"}) {
          Map<String, String> settings =
              settings("head.type", type, "head.activation", activation, "head.pooling", pooling);
          if (type.equals("b-fno")) {
            settings.put("head.blocks", "2");
          }
          if (type.equals("fno")) {
            settings.put("head.grid", "2x3");
          }
          all.add(settings);
        }
      }
    }

    assertSame(all);
  }

  @Test
  void theInterceptIsInside() throws Exception {
    List<Map<String, String>> all = new ArrayList<>();
    for (String pooling : new String[] {"mean", "none", "first"}) {
      all.add(settings("head.type", "mixer", "head.pooling", pooling, "head.intercept", "true"));
    }

    assertSame(all);
  }

  @Test
  void everyPreprocessingStepIsInside() throws Exception {
    List<Map<String, String>> all = new ArrayList<>();
    for (String[] step :
        new String[][] {
          {"preprocess.standardize", "true"},
          {"preprocess.layer-norm", "true"},
          {"preprocess.bias", "true"},
          {"preprocess.clip", "0.5"},
          {"preprocess.components", "3"},
          {"preprocess.mean-token", "true"},
          {"preprocess.position", "sequence", "preprocess.position-features", "3"},
          {
            "preprocess.standardize", "true", "preprocess.layer-norm", "true",
            "preprocess.mean-token", "true", "preprocess.bias", "true"
          }
        }) {
      for (String[] head :
          new String[][] {
            {"head.type", "attention", "head.activation", "gated-relu"}, {"head.type", "mixer"}
          }) {
        Map<String, String> settings = settings(step);
        settings.putAll(settings(head));
        all.add(settings);
      }
    }

    assertSame(all);
  }

  /** A network of many heads is no longer than one of few: the heads are a loop. */
  @Test
  void headsThatDifferInTheirWeightsAloneAreALoop() throws IOException {
    FittedHead head = fit(settings("head.type", "attention", "beta-fraction", "0.01"));
    assertThat(head.variable().totalRank()).isGreaterThan(2);
    Path module = folder.resolve("head.py");

    TorchExport.write(head, Precision.FLOAT32, module);

    String text = Files.readString(module, UTF_8);
    assertThat(text)
        .contains("for j in range(" + head.networkWeights().size() + "):")
        .doesNotContain("@");
    assertThat(text.lines().count()).isLessThan(110);
    Safetensors weights = Safetensors.read(TorchExport.weights(module));
    assertThat(weights.metadata()).containsEntry("head.type", "attention");
    assertThat(weights.tensors().values())
        .allMatch(array -> array.type().name().matches("FLOAT32|INT64"));
  }

  @Test
  void theZeroHeadGivesZero() throws Exception {
    assumeTrue(python != null, "PyTorch is not installed (Debian: python3-torch)");
    FittedHead zero = fit(settings("head.type", "mixer", "beta-fraction", "2"));
    Path module = folder.resolve("zero.py");

    TorchExport.write(zero, Precision.FLOAT64, module);

    assertThat(
            PythonTorch.outputs(
                    python, folder, List.of(module), values(2), SAMPLES, TOKENS, FEATURES)
                .get(0))
        .hasSize(SAMPLES * CLASSES)
        .containsOnly(0);
  }

  /** In single precision, on the device and in the type of the module that it is put into. */
  @Test
  void aModuleTrainsConvertsAndRefusesWhatDoesNotFit() throws Exception {
    assumeTrue(python != null, "PyTorch is not installed (Debian: python3-torch)");
    FittedHead fitted = fit(settings("head.type", "attention", "head.activation", "gated-relu"));
    List<String> names = List.of("caf\u00e9", "\"quoted\"", "\ud83d\ude00");
    TorchExport.write(
        fitted.withProvenance(fitted.provenance().withClassNames(names)),
        Precision.FLOAT64,
        folder.resolve("head.py"));
    TorchExport.write(
        fit(settings("head.type", "mixer")), Precision.FLOAT64, folder.resolve("other.py"));
    Files.copy(folder.resolve("head.safetensors"), folder.resolve("cut.safetensors"));
    byte[] whole = Files.readAllBytes(folder.resolve("head.safetensors"));
    Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, whole.length - 5));
    Files.write(folder.resolve("short.safetensors"), Arrays.copyOf(whole, 30));

    String said =
        PythonTorch.run(
            python,
            folder,
            """
            import sys, torch
            sys.path.insert(0, ".")
            from head import Head
            tokens = torch.randn(6, 6, 4)
            single = Head().float()(tokens)
            assert single.dtype == torch.float32
            assert torch.allclose(single, Head()(tokens), atol=1e-5)
            model = torch.nn.Sequential(torch.nn.Linear(4, 4), Head().float().trainable())
            model(tokens).square().sum().backward()
            grads = [p.grad for p in model.parameters() if p.grad is not None]
            assert len(grads) > 2, len(grads)
            assert Head().facts["head.type"] == "attention"
            assert Head().classes == ["caf\\u00e9", '"quoted"', "\\U0001f600"], Head().classes
            copy = Head()
            copy.load_state_dict(Head().state_dict())
            for call in (lambda: Head()(torch.randn(6, 4, 4)),
                         lambda: Head()(torch.ones(6, 6, 4, dtype=torch.uint8)),
                         lambda: Head("other.safetensors"),
                         lambda: Head("cut.safetensors"), lambda: Head("short.safetensors")):
                try:
                    call()
                    print("taken")
                except ValueError as e:
                    print(e)
            """,
            List.of());

    assertThat(said.lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("tokens are [6, 4, 4], not N x 6 x 4"),
            line -> assertThat(line).contains("tokens are torch.uint8"),
            line -> assertThat(line).contains("the weights of another head"),
            line -> assertThat(line).contains("was cut"),
            line -> assertThat(line).contains("it was cut"));
  }

  @Test
  void namesThatCannotBeImportedAreRefused() {
    for (String name : new String[] {"head.pt", "my-head.py", ".py", "2.py"}) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> TorchExport.weights(Path.of(name)))
          .withMessageContaining(name);
    }
    assertThat(TorchExport.weights(Path.of("a/head.py"))).isEqualTo(Path.of("a/head.safetensors"));
  }
}
