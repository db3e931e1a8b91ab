package io.github.convexheads.bench.export;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.preprocess.Preprocessing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the weights of the original architecture as {@code .npz}: for every group G the arrays
 * {@code groupG_W1} (m x shape of W1), {@code groupG_W2} (m x shape of W2), {@code groupG_gate} (m
 * indices of gates, -1 without) and {@code groupG_gates} (gates x length of W1), heads by
 * decreasing weight, of a group without heads the gates alone; and {@code shift}, {@code gain} of
 * the preprocessing x -> (x - shift) * gain; where features are clipped before, {@code low} and
 * {@code high}; where features are projected, {@code projection} (d x r), by which that is
 * multiplied from the right. Where preprocessing appends features there are, in their order, {@code
 * mean_token} (1), {@code position} (s x features) and {@code bias} (1); where layer norm comes
 * first, {@code layer_norm} (what it adds to the variance). Where every row of outputs has an
 * intercept, {@code intercept} (c). Only B-FNO has more than group 0. Names of classes, where they
 * are known, are a JSON array in the bytes of {@code classes} (uint8).
 */
public final class NpzExport {
  private NpzExport() {}

  /**
   * Writes a fitted head, completely or not at all.
   *
   * @param fitted the head
   * @param file the file, {@code .npz}
   * @throws InvalidInputException if the head does not draw its network, so that nothing could say
   *     whether these weights have its outputs, or the file cannot be written
   */
  public static void write(FittedHead fitted, Path file) {
    NetworkForm.require(fitted.lift(), fitted.provenance().configuration().get("head.type"));
    Map<String, StoredArray> arrays = new TreeMap<>();
    addPreprocessing(arrays, fitted.preprocessing());
    if (fitted.head().intercept()) {
      arrays.put("intercept", StoredArray.of(fitted.intercept(), fitted.outputs()));
    }
    addHeads(arrays, fitted.networkWeights());
    for (int group = 0; group < fitted.gates().groups(); group++) {
      arrays.put("group" + group + "_gates", gates(fitted.gates(), group));
    }
    if (!fitted.classNames().isEmpty()) {
      arrays.put("classes", text(fitted.provenance().extra().get(Provenance.CLASSES)));
    }
    Npz.of(arrays).write(file, Npz.Compression.DEFLATED);
  }

  private static void addPreprocessing(Map<String, StoredArray> arrays, Preprocessing steps) {
    steps.requireNoStep();
    arrays.put("shift", StoredArray.of(steps.shift(), steps.shift().length));
    arrays.put("gain", StoredArray.of(steps.gain(), steps.gain().length));
    steps
        .clipping()
        .ifPresent(
            bounds -> {
              arrays.put("low", StoredArray.of(bounds.low(), bounds.features()));
              arrays.put("high", StoredArray.of(bounds.high(), bounds.features()));
            });
    steps
        .projection()
        .map(p -> StoredArray.of(p.matrix(), p.features(), p.components()))
        .ifPresent(matrix -> arrays.put("projection", matrix));
    if (steps.layerNorm()) {
      arrays.put("layer_norm", StoredArray.of(new double[] {steps.epsilon()}, 1));
    }
    if (steps.appended().meanToken()) {
      arrays.put("mean_token", StoredArray.of(new double[] {1}, 1));
    }
    if (steps.appended().positions() > 0) {
      int s = steps.input().tokens();
      arrays.put("position", StoredArray.of(steps.places(), s, steps.appended().positions()));
    }
    if (steps.bias()) {
      arrays.put("bias", StoredArray.of(new double[] {1}, 1));
    }
  }

  private static void addHeads(Map<String, StoredArray> arrays, List<NetworkHead> weights) {
    Map<Integer, List<NetworkHead>> groups = new TreeMap<>();
    for (NetworkHead head : weights) {
      groups.computeIfAbsent(head.group(), group -> new ArrayList<>()).add(head);
    }
    groups.forEach((group, heads) -> add(arrays, "group" + group, heads));
  }

  private static StoredArray gates(Gates gates, int group) {
    int count = gates.count(group);
    int length = gates.gate(group, 0).length;
    double[] values = new double[count * length];
    for (int j = 0; j < count; j++) {
      System.arraycopy(gates.gate(group, j), 0, values, j * length, length);
    }
    return StoredArray.of(values, count, length);
  }

  private static StoredArray text(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    long[] values = new long[bytes.length];
    Arrays.setAll(values, i -> bytes[i] & 0xff);
    return StoredArray.of(values, values.length).as(ElementType.UINT8);
  }

  private static void add(Map<String, StoredArray> arrays, String prefix, List<NetworkHead> heads) {
    NetworkHead any = heads.get(0);
    arrays.put(
        prefix + "_W1", stacked(heads.stream().map(NetworkHead::first).toList(), any.firstShape()));
    arrays.put(
        prefix + "_W2",
        stacked(heads.stream().map(NetworkHead::second).toList(), any.secondShape()));
    long[] gates = heads.stream().mapToLong(NetworkHead::gate).toArray();
    arrays.put(prefix + "_gate", StoredArray.of(gates, gates.length));
  }

  private static StoredArray stacked(List<double[]> parts, int[] shape) {
    int size = parts.get(0).length;
    double[] all = new double[parts.size() * size];
    for (int j = 0; j < parts.size(); j++) {
      System.arraycopy(parts.get(j), 0, all, j * size, size);
    }
    long[] full = new long[shape.length + 1];
    full[0] = parts.size();
    for (int i = 0; i < shape.length; i++) {
      full[i + 1] = shape[i];
    }
    return StoredArray.of(all, full);
  }
}
