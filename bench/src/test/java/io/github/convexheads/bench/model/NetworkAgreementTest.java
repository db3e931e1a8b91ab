package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.export.NpzExport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A head whose network weights are not those of its features is not written. */
class NetworkAgreementTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"linear", "mlp", "attention", "mixer", "fno"})
  void soundHeadsAreWritten(String head) {
    Path file = folder.resolve("model.safetensors");

    fitted(head).save(file);

    assertThat(file).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "mixer", "fno"})
  void weightsInAnotherOrderAreRefused(String head) {
    Path file = folder.resolve("model.safetensors");

    assertThatThrownBy(() -> with(fitted(head), NetworkAgreementTest::turned).save(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head '" + head + "'")
        .hasMessageContaining("networkHead() has other outputs than it predicts, by ");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.999999, 2})
  void weightsOfAnotherLengthAreRefused(double factor) {
    UnaryOperator<NetworkHead> scaled =
        own ->
            new NetworkHead(
                own.group(),
                own.gate(),
                Arrays.stream(own.first()).map(w -> factor * w).toArray(),
                own.firstShape(),
                own.second(),
                own.secondShape());
    Path file = folder.resolve("model.safetensors");

    assertThatThrownBy(() -> with(fitted("mlp"), scaled).save(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the W1 of its networkHead() has the length ");
    assertThat(file).doesNotExist();
  }

  /** Nothing can say whether weights are those of a network that is not drawn. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp", "attention"})
  void weightsOfNetworksThatAreNotDrawnAreNotExported(String head) {
    FittedHead undrawn = with(fitted(head), own -> own, Lift.class);
    Path file = folder.resolve("weights.npz");

    undrawn.save(folder.resolve("model.safetensors"));

    assertThatThrownBy(() -> NpzExport.write(undrawn, file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head '" + head + "' does not give its network form")
        .hasMessageContaining("NetworkForm");
    assertThat(file).doesNotExist();
  }

  /** W1 backwards: the same length, another network. */
  private static NetworkHead turned(NetworkHead own) {
    double[] first = own.first();
    double[] other = new double[first.length];
    Arrays.setAll(other, i -> first[first.length - 1 - i]);
    return new NetworkHead(
        own.group(), own.gate(), other, own.firstShape(), own.second(), own.secondShape());
  }

  private static FittedHead fitted(String head) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = new double[20 * 3 * 2];
    Arrays.setAll(x, i -> random.nextGaussian());
    return ConvexHeads.builder()
        .head(head)
        .betaFraction(0.1)
        .fit(Tokens.of(x, 20, 3, 2), Targets.labels(random.ints(20, 0, 3).toArray(), 3))
        .head();
  }

  private static FittedHead with(FittedHead sound, UnaryOperator<NetworkHead> change) {
    return with(sound, change, Lift.class, NetworkForm.class);
  }

  private static FittedHead with(
      FittedHead sound, UnaryOperator<NetworkHead> change, Class<?>... lift) {
    Head head =
        proxied(
            sound.head(),
            (name, answer) -> name.equals("lift") ? lift((Lift) answer, change, lift) : answer,
            Head.class);
    return new FittedHead(
        new FittedHead.Model(
            head, sound.loss(), sound.preprocessing(), sound.gates(), sound.outputs()),
        sound.variable(),
        sound.intercept(),
        sound.provenance(),
        Kernels.best(),
        Workers.of(1));
  }

  private static Lift lift(Lift sound, UnaryOperator<NetworkHead> change, Class<?>... types) {
    return proxied(
        sound,
        (name, answer) -> name.equals("networkHead") ? change.apply((NetworkHead) answer) : answer,
        types);
  }

  /** What becomes of an answer to a method. */
  private interface Change {
    Object of(String method, Object answer);
  }

  @SuppressWarnings("unchecked")
  private static <T> T proxied(T sound, Change change, Class<?>... types) {
    return (T)
        Proxy.newProxyInstance(
            types[0].getClassLoader(),
            types,
            (self, method, arguments) -> {
              try {
                return change.of(method.getName(), method.invoke(sound, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
