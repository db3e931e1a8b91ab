package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The problems on which a head is tested: its activations and poolings on tokens of several shapes,
 * with gates that leave something of them.
 */
public abstract class HeadCases {
  /** Seeds of gates that are tried. */
  private static final int SEEDS = 50;

  private static final List<int[]> SHAPES =
      List.of(
          new int[] {5, 4, 3, 2},
          new int[] {3, 7, 5, 2},
          new int[] {2, 8, 6, 3},
          new int[] {1, 4, 4, 3},
          new int[] {4, 1, 3, 2},
          new int[] {4, 3, 1, 2},
          new int[] {3, 5, 2, 1},
          new int[] {2, 2, 9, 1},
          new int[] {1, 1, 1, 1});

  final Kernel kernel = PlainKernel.create();

  /**
   * Creates the provider of the head under test.
   *
   * @return the provider
   */
  protected abstract HeadProvider provider();

  /**
   * Returns the activations that the head has.
   *
   * @return all, unless overridden
   */
  protected List<Activation> activations() {
    return List.of(Activation.values());
  }

  /**
   * Returns further settings of the head.
   *
   * @return none, unless overridden
   */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Says whether the head takes tokens of a shape.
   *
   * @param shape s x d
   * @param outputs c
   * @return true, unless overridden
   */
  protected boolean takes(TokenShape shape, int outputs) {
    return true;
  }

  /**
   * Returns the sizes of the problems on which the head is tested.
   *
   * @return n, s, d and c of each; many, unless overridden by a head that takes few
   */
  protected List<int[]> shapes() {
    return SHAPES;
  }

  Stream<HeadCase> cases() {
    List<HeadCase> cases = new ArrayList<>();
    for (Activation activation : activations()) {
      for (Pooling pooling : Pooling.values()) {
        for (int[] sizes : shapes()) {
          TokenShape shape = new TokenShape(sizes[1], sizes[2]);
          if (takes(shape, sizes[3])) {
            Tokens tokens = HeadCase.tokens(sizes[0], shape);
            cases.add(headCase(activation, pooling, Map.of(), tokens, sizes[3]));
          }
        }
      }
    }
    return cases.stream();
  }

  /**
   * The head under test on tokens, with the first seed of gates that leaves one of them open: on
   * few tokens all that are drawn may be closed, and the head be zero.
   */
  HeadCase headCase(
      Activation activation,
      Pooling pooling,
      Map<String, String> further,
      Tokens tokens,
      int outputs) {
    InvalidInputException refusal = null;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Map<String, String> given = new LinkedHashMap<>(further);
      given.put("gates.seed", Integer.toString(seed));
      Head head = head(activation, pooling, given);
      try {
        return HeadCase.of(head, tokens, outputs, kernel);
      } catch (InvalidInputException e) {
        refusal = e;
      }
    }
    throw new AssertionError(
        "the head refuses %s with %d outputs, activation %s, pooling %s (%s); where that is right,"
                .formatted(tokens.shape(), outputs, activation, pooling, refusal)
            + " override takes(shape, outputs), activations() or settings()",
        refusal);
  }

  /**
   * The head under test with an activation, a pooling and settings that count where it has them.
   */
  Head head(Activation activation, Pooling pooling, Map<String, String> further) {
    Map<String, String> given = new LinkedHashMap<>(settings());
    given.putAll(further);
    given.put("activation", spelled(activation));
    given.put("pooling", spelled(pooling));
    given.putIfAbsent("gates.count", "3");
    given.put("gates.enumerate", "false");
    List<String> known = provider().settings().stream().map(Setting::key).toList();
    given.keySet().retainAll(known);
    return provider().create(Settings.of("head", provider().settings(), given));
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
