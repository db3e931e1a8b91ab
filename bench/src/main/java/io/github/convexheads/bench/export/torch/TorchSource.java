package io.github.convexheads.bench.export.torch;

import io.github.convexheads.api.internal.format.StoredArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Writes a program as the body of a Python method, and names the arrays that it needs. */
final class TorchSource {
  private static final int LINE = 88;

  private final Map<String, StoredArray> arrays = new TreeMap<>();
  private final Map<TorchNode, String> names = new HashMap<>();
  private final Map<TorchNode, Integer> gates = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private String start = "";

  private TorchSource() {}

  static TorchSource of(TorchProgram program, TorchNode input) {
    TorchSource source = new TorchSource();
    source.names.put(input, "x");
    source.straight(program.before(), "x");
    if (!program.gates().isEmpty()) {
      source.line(2, "gates = []");
    }
    for (int loop = 0; loop < program.gates().size(); loop++) {
      source.gates(program.gates().get(loop), "gate" + loop);
    }
    source.straight(List.of(program.start()), "start");
    source.start = source.names.get(program.start());
    source.line(2, "total = " + source.start);
    for (int loop = 0; loop < program.terms().size(); loop++) {
      source.terms(program.terms().get(loop), "head" + loop);
    }
    source.names.put(program.sum(), "total");
    source.straight(program.after(), "y");
    source.line(2, "return " + source.names.get(program.result()) + ".to(tokens.dtype)");
    return source;
  }

  /** The buffer at which the sum begins, whose type is that in which all is computed. */
  String start() {
    return start.substring("self.".length());
  }

  /** The arrays by the name of the buffer that holds them. */
  Map<String, StoredArray> arrays() {
    return arrays;
  }

  /** The statements, indented as the body of a method. */
  String text() {
    return text.toString();
  }

  private void line(int depth, String statement) {
    text.append("    ".repeat(depth)).append(statement).append('\n');
  }

  private void straight(List<TorchNode> nodes, String prefix) {
    int count = 0;
    for (TorchNode node : nodes) {
      count++;
      if (node.isConstant()) {
        names.put(node, "self." + stored(prefix + "_" + count, node.constant()));
      } else if (!names.containsKey(node)) {
        names.put(node, prefix + count);
        line(2, names.get(node) + " = " + expression(node, names));
      }
    }
  }

  private String stored(String name, StoredArray array) {
    arrays.put(name, array);
    return name;
  }

  private static String expression(TorchNode node, Map<TorchNode, String> names) {
    return node.template().formatted(node.arguments().stream().map(names::get).toArray());
  }

  private void gates(TorchProgram.Loop loop, String prefix) {
    line(2, "for j in range(" + loop.passes().size() + "):");
    line(3, "gates.append(" + pass(loop, prefix) + ")");
    for (List<TorchNode> pass : loop.passes()) {
      gates.put(pass.get(pass.size() - 1), gates.size());
    }
  }

  private void terms(TorchProgram.Loop loop, String prefix) {
    List<Integer> switches = new ArrayList<>();
    for (List<TorchNode> pass : loop.passes()) {
      pass.stream()
          .flatMap(node -> node.arguments().stream())
          .filter(gates::containsKey)
          .findFirst()
          .ifPresent(gate -> switches.add(gates.get(gate)));
    }
    if (switches.isEmpty()) {
      line(2, "for j in range(" + loop.passes().size() + "):");
    } else {
      line(2, "for j, gate in enumerate([");
      wrapped(switches);
      line(2, "]):");
    }
    line(3, "total = total + " + pass(loop, prefix));
  }

  private void wrapped(List<Integer> numbers) {
    StringBuilder row = new StringBuilder();
    for (int number : numbers) {
      if (row.length() + 6 > LINE - 12) {
        line(3, row.toString().strip());
        row.setLength(0);
      }
      row.append(number).append(", ");
    }
    line(3, row.toString().strip());
  }

  /** Writes the statements of a pass, and returns the expression of its result. */
  private String pass(TorchProgram.Loop loop, String prefix) {
    List<TorchNode> pattern = loop.passes().get(0);
    Map<TorchNode, String> local = new HashMap<>(names);
    gates.keySet().forEach(gate -> local.put(gate, "gates[gate]"));
    for (int place = 0; place < pattern.size(); place++) {
      TorchNode node = pattern.get(place);
      if (node.isConstant()) {
        local.put(node, constant(loop, place, prefix));
      } else if (place == pattern.size() - 1) {
        return expression(node, local);
      } else {
        local.put(node, "t" + place);
        line(3, "t" + place + " = " + expression(node, local));
      }
    }
    return local.get(pattern.get(pattern.size() - 1));
  }

  /** One array for all passes where they agree, else one of a dimension more. */
  private String constant(TorchProgram.Loop loop, int place, String prefix) {
    List<StoredArray> all = loop.passes().stream().map(pass -> pass.get(place).constant()).toList();
    String name = prefix + "_" + place;
    if (all.stream().allMatch(array -> same(array, all.get(0)))) {
      return "self." + stored(name, all.get(0));
    }
    return "self." + stored(name, stacked(all)) + "[j]";
  }

  private static boolean same(StoredArray a, StoredArray b) {
    return a.type().isFloatingPoint()
        ? Arrays.equals(a.toDoubles(), b.toDoubles())
        : Arrays.equals(a.toLongs(), b.toLongs());
  }

  private static StoredArray stacked(List<StoredArray> parts) {
    StoredArray first = parts.get(0);
    long[] shape =
        LongStream.concat(
                LongStream.of(parts.size()),
                first.shape().sizes().stream().mapToLong(Long::longValue))
            .toArray();
    if (!first.type().isFloatingPoint()) {
      return StoredArray.of(
          parts.stream().flatMapToLong(part -> Arrays.stream(part.toLongs())).toArray(), shape);
    }
    double[] all =
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.toDoubles())).toArray();
    return StoredArray.of(all, shape).as(first.type());
  }

  /** The shapes of all arrays as lines of a Python dictionary. */
  String shapes() {
    return arrays.entrySet().stream()
        .map(entry -> "    \"%s\": %s,".formatted(entry.getKey(), entry.getValue().shape().sizes()))
        .collect(Collectors.joining("\n"));
  }
}
