package io.github.convexheads.api.model;

import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.preprocess.AppendedFeatures;
import io.github.convexheads.api.preprocess.Clipping;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.Projection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a fitted head as the original network, from raw tokens to outputs: preprocessing, every
 * head W1_j, W2_j with its activation, the sum, the pooling, the intercept.
 *
 * @param <T> a tensor of the graph
 */
final class NetworkDrawing<T> {
  private final FittedHead fitted;
  private final NetworkForm form;
  private final NetworkGraph<T> graph;
  private final T x;
  private final Map<List<Integer>, T> gates = new HashMap<>();

  private NetworkDrawing(FittedHead fitted, NetworkForm form, NetworkGraph<T> graph, T tokens) {
    this.fitted = fitted;
    this.form = form;
    this.graph = graph;
    this.x = preprocessed(fitted.preprocessing(), graph, tokens);
  }

  /** See {@link FittedHead#draw}. */
  static <T> T draw(FittedHead fitted, NetworkGraph<T> graph, T tokens) {
    NetworkForm form =
        NetworkForm.require(fitted.lift(), fitted.provenance().configuration().get("head.type"));
    fitted.preprocessing().requireNoStep();
    return new NetworkDrawing<>(fitted, form, graph, tokens).outputs();
  }

  private T outputs() {
    T pooled = fitted.head().pooling().pooled(graph, sum(), fitted.outputs());
    return fitted.head().intercept()
        ? graph.add(pooled, graph.constant(fitted.intercept(), fitted.outputs()))
        : pooled;
  }

  /** The outputs of all heads; of none, zeros for as many samples as there are. */
  private T sum() {
    int s = fitted.preprocessing().output().tokens();
    T sum = graph.constant(new double[s * fitted.outputs()], 1, s, fitted.outputs());
    for (NetworkHead head : fitted.networkWeights()) {
      sum = graph.add(sum, form.output(graph, x, activated(head), head));
    }
    if (fitted.variable().totalRank() == 0) {
      T zero = graph.constant(new double[] {0}, 1, 1, 1);
      sum = graph.add(sum, graph.multiply(graph.gather(x, 2, 0), zero));
    }
    return sum;
  }

  private T activated(NetworkHead head) {
    T z = form.preactivation(graph, x, head.group(), head.first());
    return switch (fitted.head().activation()) {
      case LINEAR -> z;
      case RELU -> graph.relu(z);
      case GATED_RELU -> graph.multiply(gate(head.group(), head.gate()), z);
    };
  }

  /** A gate is drawn once, for all heads that have it. */
  private T gate(int group, int index) {
    return gates.computeIfAbsent(
        List.of(group, index),
        key -> graph.gate(form.preactivation(graph, x, group, fitted.gates().gate(group, index))));
  }

  private static <T> T preprocessed(Preprocessing steps, NetworkGraph<T> graph, T tokens) {
    int d = steps.input().features();
    T x = steps.layerNorm() ? graph.normalise(tokens, steps.epsilon()) : tokens;
    if (steps.clipping().isPresent()) {
      Clipping bounds = steps.clipping().get();
      x = graph.clip(x, graph.constant(bounds.low(), d), graph.constant(bounds.high(), d));
    }
    double[] minus = steps.shift();
    for (int k = 0; k < d; k++) {
      minus[k] = -minus[k];
    }
    x = graph.multiply(graph.add(x, graph.constant(minus, d)), graph.constant(steps.gain(), d));
    if (steps.projection().isPresent()) {
      Projection projection = steps.projection().get();
      x = graph.matMul(x, graph.constant(projection.matrix(), d, projection.components()));
    }
    return appended(steps, graph, x);
  }

  /** The parts broadcast against a column of zeros, which knows how many samples there are. */
  private static <T> T appended(Preprocessing steps, NetworkGraph<T> graph, T x) {
    AppendedFeatures features = steps.appended();
    if (features.equals(AppendedFeatures.NONE)) {
      return x;
    }
    int s = steps.input().tokens();
    T zeros = graph.multiply(graph.gather(x, 2, 0), graph.constant(new double[] {0}, 1));
    List<T> parts = new ArrayList<>(List.of(x));
    if (features.meanToken()) {
      T mean = graph.reshape(graph.meanOverTokens(x), 1, steps.width());
      parts.add(graph.add(zeros, mean));
    }
    if (features.positions() > 0) {
      T places = graph.constant(steps.places(), 1, s, features.positions());
      parts.add(graph.add(zeros, places));
    }
    if (features.bias()) {
      parts.add(graph.add(zeros, graph.constant(new double[] {1}, 1)));
    }
    return graph.concat(2, parts);
  }
}
