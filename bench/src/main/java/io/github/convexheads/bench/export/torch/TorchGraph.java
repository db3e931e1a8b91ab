package io.github.convexheads.bench.export.torch;

import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.bench.export.SinglePrecision;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Records a network as PyTorch operations. */
final class TorchGraph implements NetworkGraph<TorchNode> {
  private final Precision precision;
  private int count;

  TorchGraph(Precision precision) {
    this.precision = precision;
  }

  TorchNode input() {
    return add(TorchNode.Kind.INPUT, "");
  }

  private TorchNode add(TorchNode.Kind kind, String template, TorchNode... arguments) {
    return new TorchNode(count++, template, List.of(arguments), null, "", kind);
  }

  private TorchNode add(String template, TorchNode... arguments) {
    return add(TorchNode.Kind.OTHER, template, arguments);
  }

  @Override
  public TorchNode constant(double[] values, int... shape) {
    long[] sizes = Arrays.stream(shape).asLongStream().toArray();
    StoredArray array =
        precision == Precision.FLOAT64
            ? StoredArray.of(values, sizes)
            : StoredArray.of(SinglePrecision.of(values), sizes);
    return constant(array, "real" + text(shape));
  }

  private TorchNode constant(StoredArray array, String shape) {
    return new TorchNode(count++, "", List.of(), array, shape, TorchNode.Kind.CONSTANT);
  }

  private static String text(int... numbers) {
    return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(", "));
  }

  @Override
  public TorchNode matMul(TorchNode a, TorchNode b) {
    return add("torch.matmul(%s, %s)", a, b);
  }

  @Override
  public TorchNode transpose(TorchNode a) {
    return add("%s.transpose(1, 2)", a);
  }

  @Override
  public TorchNode multiply(TorchNode a, TorchNode b) {
    return add("%s * %s", a, b);
  }

  @Override
  public TorchNode add(TorchNode a, TorchNode b) {
    return add(TorchNode.Kind.SUM, "%s + %s", a, b);
  }

  @Override
  public TorchNode relu(TorchNode a) {
    return add("torch.relu(%s)", a);
  }

  @Override
  public TorchNode clip(TorchNode a, TorchNode low, TorchNode high) {
    return add("torch.maximum(%2$s, torch.minimum(%3$s, %1$s))", a, low, high);
  }

  @Override
  public TorchNode gate(TorchNode a) {
    return add(TorchNode.Kind.GATE, "(%1$s >= 0).to(%1$s.dtype)", a);
  }

  @Override
  public TorchNode gather(TorchNode a, int axis, int... indices) {
    long[] chosen = Arrays.stream(indices).asLongStream().toArray();
    TorchNode which = constant(StoredArray.of(chosen, chosen.length), "whole" + chosen.length);
    return add("torch.index_select(%s, " + axis + ", %s)", a, which);
  }

  @Override
  public TorchNode reshape(TorchNode a, int... shape) {
    return add("%1$s.reshape(%1$s.shape[0], " + text(shape) + ")", a);
  }

  @Override
  public TorchNode meanOverTokens(TorchNode a) {
    return add("%s.mean(1)", a);
  }

  @Override
  public TorchNode concat(int axis, List<TorchNode> parts) {
    String all = parts.stream().map(part -> "%s").collect(Collectors.joining(", "));
    return add("torch.cat([" + all + "], " + axis + ")", parts.toArray(TorchNode[]::new));
  }

  @Override
  public TorchNode normalise(TorchNode a, double epsilon) {
    TorchNode centred = add("%1$s - %1$s.mean(-1, keepdim=True)", a);
    // Squares of float32 overflow beyond 1e19; those of values of at most 1 do not.
    TorchNode unit = add("%s.abs().amax(-1, keepdim=True).clamp(min=1)", centred);
    TorchNode small = add("%s / %s", centred, unit);
    String root = String.valueOf(Math.sqrt(epsilon));
    String variance = "(%1$s * %1$s).mean(-1, keepdim=True) + (" + root + " / %2$s) ** 2";
    return add("%1$s / torch.sqrt(" + variance + ")", small, unit);
  }
}
