package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What built-in losses are called, what can be set, and what their outputs mean. */
class LossProvidersTest {
  static List<Arguments> losses() {
    return List.of(
        Arguments.of(
            new SquaredLossProvider(), "squared", SquaredLoss.class, 0, Targets.Kind.VALUES),
        Arguments.of(new HuberLossProvider(), "huber", HuberLoss.class, 1, Targets.Kind.VALUES),
        Arguments.of(
            new SoftmaxLossProvider(), "softmax", SoftmaxLoss.class, 2, Targets.Kind.CLASSES),
        Arguments.of(
            new LogisticLossProvider(), "logistic", LogisticLoss.class, 0, Targets.Kind.LABELS),
        Arguments.of(
            new SquaredHingeLossProvider(),
            "squared-hinge",
            SquaredHingeLoss.class,
            2,
            Targets.Kind.CLASSES));
  }

  private static Settings settings(LossProvider provider, Map<String, String> values) {
    return Settings.of("loss", provider.settings(), values);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aProviderSaysWhatItIsAndMakesItsLoss(
      LossProvider provider, String id, Class<?> type, int settings, Targets.Kind kind) {
    Loss loss = provider.create(settings(provider, Map.of()));

    assertThat(provider.spiVersion()).isEqualTo(LossProvider.SPI_VERSION);
    assertThat(provider.id()).isEqualTo(id);
    assertThat(provider.description()).endsWith(".").hasSizeGreaterThan(20);
    assertThat(provider.settings()).hasSize(settings).doesNotContainNull();
    assertThat(loss).isInstanceOf(type);
    assertThat(loss.answers()).hasValue(kind);
    assertThat(loss.metrics()).isNotEmpty().doesNotContainNull();
    Loss labelled = new LabelledRows(loss);
    assertThat(labelled.answers()).isEqualTo(loss.answers());
    assertThat(labelled.link()).isEqualTo(loss.link());
    assertThat(labelled.metrics()).hasSameSizeAs(loss.metrics());
  }

  @Test
  void settingsReachTheirLoss() {
    Loss smoothed =
        new SoftmaxLossProvider()
            .create(settings(new SoftmaxLossProvider(), Map.of("label-smoothing", "0.25")));
    Loss huber =
        new HuberLossProvider().create(settings(new HuberLossProvider(), Map.of("delta", "0.25")));
    Loss several =
        new SquaredHingeLossProvider()
            .create(settings(new SquaredHingeLossProvider(), Map.of("several-classes", "true")));

    assertThat(smoothed).isInstanceOf(SmoothedSoftmaxLoss.class);
    assertThat(smoothed.value(new double[] {8, 0}, 0, Targets.labels(new int[] {0}, 2), 0))
        .isBetween(1.0, 1.001);
    double[] g = new double[1];
    huber.gradient(new double[] {9}, 0, new RealTargets(new double[] {0}, 1, 1), 0, g);
    assertThat(g).containsExactly(0.25);
    assertThat(several.answers()).hasValue(Targets.Kind.LABELS);
    assertThat(new SquaredHingeLossProvider().settings())
        .extracting(Setting::key)
        .containsExactly("several-classes", "class-weights");
  }

  @Test
  void onlyLossesOfProbabilitiesHaveALink() {
    assertThat(new SoftmaxLoss().link()).hasValue(Loss.Link.SOFTMAX);
    assertThat(new SmoothedSoftmaxLoss(0.1).link()).hasValue(Loss.Link.SOFTMAX);
    assertThat(new LogisticLoss().link()).hasValue(Loss.Link.LOGISTIC);
    assertThat(new SquaredLoss().link()).isEmpty();
    assertThat(new SquaredHingeLoss(false).link()).isEmpty();
    assertThat(new SmoothedSoftmaxLoss(0.1).answers()).hasValue(Targets.Kind.CLASSES);
    assertThat(new SmoothedSoftmaxLoss(0.1).metrics()).hasSameSizeAs(new SoftmaxLoss().metrics());
  }

  @Test
  void everyKindOfTargetsHasALossThatSuitsIt() {
    assertThat(SuitedLoss.id(Targets.labels(new int[] {0}, 2))).isEqualTo("softmax");
    assertThat(SuitedLoss.id(Targets.values(new double[] {1}, 1))).isEqualTo("squared");
    assertThat(SuitedLoss.id(Targets.multiLabels(new boolean[] {true}, 1))).isEqualTo("logistic");
  }

  /** A loss that gives its Hessian alone has the trace of that. */
  @Test
  void theTraceIsThatOfTheHessianWhereALossDoesNotSayIt() {
    Loss softmax = new SoftmaxLoss();
    Targets y = Targets.labels(new int[] {1, 2}, 3);
    double[] out = {9, 9, 9, 1, -0.5, 2};
    Loss plain =
        (Loss)
            Proxy.newProxyInstance(
                Loss.class.getClassLoader(),
                new Class<?>[] {Loss.class},
                (self, method, arguments) ->
                    method.isDefault()
                        ? InvocationHandler.invokeDefault(self, method, arguments)
                        : method.invoke(softmax, arguments));

    assertThat(plain.hessianTrace(out, 3, y, 1))
        .isBetween(
            softmax.hessianTrace(out, 3, y, 1) * (1 - 1e-14),
            softmax.hessianTrace(out, 3, y, 1) * (1 + 1e-14));
    double[] gradient = new double[6];
    assertThat(plain.valueAndGradient(out, 3, y, 1, gradient))
        .isEqualTo(softmax.value(out, 3, y, 1));
    assertThat(gradient[5]).isNegative();
    assertThat(plain.metrics()).isEmpty();
    assertThat(plain.answers()).isEmpty();
    assertThat(plain.link()).isEmpty();
  }
}
