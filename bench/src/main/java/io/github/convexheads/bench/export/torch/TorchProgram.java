package io.github.convexheads.bench.export.torch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A recorded network, arranged as a program: what comes before the heads, the gates, the terms of
 * the sum over heads, and what comes after. Gates and terms that differ in their constants alone
 * are one loop, so that a network of hundreds of heads is a page of Python.
 *
 * @param before tensors that gates and terms need, and that are computed once
 * @param gates loops over gates
 * @param start where the sum begins
 * @param terms loops over the terms of the sum
 * @param after tensors computed from the sum
 * @param sum the sum itself
 * @param result what the network gives
 */
record TorchProgram(
    List<TorchNode> before,
    List<Loop> gates,
    TorchNode start,
    List<Loop> terms,
    List<TorchNode> after,
    TorchNode sum,
    TorchNode result) {

  /**
   * Passes of one loop: pass i computes the tensors of {@code passes.get(i)}, of which the last is
   * its result.
   */
  record Loop(List<List<TorchNode>> passes) {}

  static TorchProgram of(TorchNode result) {
    TorchNode sum = sum(result);
    List<TorchNode> terms = new ArrayList<>();
    TorchNode start = sum;
    while (start.kind() == TorchNode.Kind.SUM) {
      terms.add(0, start.arguments().get(1));
      start = start.arguments().get(0);
    }
    Set<TorchNode> early = below(terms, start.index());
    Set<TorchNode> gates = gates(terms);
    Set<TorchNode> known = new HashSet<>(early);
    List<List<TorchNode>> gatePasses =
        gates.stream().map(gate -> sorted(needed(List.of(gate), known))).toList();
    known.addAll(gates);
    List<List<TorchNode>> termPasses =
        terms.stream().map(term -> sorted(needed(List.of(term), known))).toList();
    known.add(sum);
    List<TorchNode> after = sorted(needed(List.of(result), known));
    return new TorchProgram(
        sorted(early), loops(gatePasses), start, loops(termPasses), after, sum, result);
  }

  /** The sum over heads is the last sum that begins at a constant. */
  private static TorchNode sum(TorchNode result) {
    for (TorchNode node = result; !node.arguments().isEmpty(); node = node.arguments().get(0)) {
      TorchNode start = node;
      while (start.kind() == TorchNode.Kind.SUM) {
        start = start.arguments().get(0);
      }
      if (node.kind() == TorchNode.Kind.SUM && start.isConstant()) {
        return node;
      }
    }
    throw new IllegalStateException("a network is a sum over its heads");
  }

  /** What some tensors need that was recorded before an index. */
  private static Set<TorchNode> below(List<TorchNode> roots, int index) {
    Set<TorchNode> found = needed(roots, Set.of());
    found.removeIf(node -> node.index() >= index);
    return found;
  }

  /** All tensors that some need, themselves included, but not those that are known already. */
  private static Set<TorchNode> needed(List<TorchNode> roots, Set<TorchNode> known) {
    Set<TorchNode> found = new HashSet<>();
    List<TorchNode> open = new ArrayList<>(roots);
    while (!open.isEmpty()) {
      TorchNode node = open.remove(open.size() - 1);
      if (!known.contains(node) && found.add(node)) {
        open.addAll(node.arguments());
      }
    }
    return found;
  }

  private static Set<TorchNode> gates(List<TorchNode> terms) {
    Set<TorchNode> gates = new TreeSet<>(Comparator.comparingInt(TorchNode::index));
    for (TorchNode node : needed(terms, Set.of())) {
      if (node.kind() == TorchNode.Kind.GATE) {
        gates.add(node);
      }
    }
    return gates;
  }

  private static List<TorchNode> sorted(Set<TorchNode> nodes) {
    return nodes.stream().sorted(Comparator.comparingInt(TorchNode::index)).toList();
  }

  private static List<Loop> loops(List<List<TorchNode>> passes) {
    Map<String, List<List<TorchNode>>> alike = new LinkedHashMap<>();
    for (List<TorchNode> pass : passes) {
      alike.computeIfAbsent(structure(pass), key -> new ArrayList<>()).add(pass);
    }
    return alike.values().stream().map(Loop::new).toList();
  }

  /** Equal for passes that differ in the values of their constants and in their gates alone. */
  private static String structure(List<TorchNode> pass) {
    StringBuilder text = new StringBuilder();
    for (TorchNode node : pass) {
      text.append(node.kind()).append(node.template()).append(node.shape()).append('(');
      for (TorchNode argument : node.arguments()) {
        int place = pass.indexOf(argument);
        boolean gate = argument.kind() == TorchNode.Kind.GATE;
        text.append(place >= 0 ? "#" + place : gate ? "gate" : "=" + argument.index()).append(',');
      }
      text.append(')');
    }
    return text.toString();
  }
}
