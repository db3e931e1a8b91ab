package io.github.convexheads.bench.attack;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.token.TokenBatch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Heads, losses and solvers that do not do what they promise. */
final class HostileParts {
  private HostileParts() {}

  /** A head whose backprojection is not the adjoint of its projection, by a relative amount. */
  static Head head(Head sound, double by, int kind) {
    return wrapped(
        Head.class,
        sound,
        call -> call.to("lift") ? lift((Lift) call.sound(), by, kind) : call.sound());
  }

  private static Lift lift(Lift sound, double by, int kind) {
    return wrapped(
        Lift.class,
        sound,
        call -> call.to("features") ? features((Features) call.sound(), by, kind) : call.sound());
  }

  private static Features features(Features sound, double by, int kind) {
    return wrapped(
        Features.class,
        sound,
        call -> {
          boolean back = call.to("backproject");
          if (kind == 5 && call.to("project")) {
            Object nothing = call.sound();
            Matrix p = (Matrix) call.arguments()[2];
            p.set(0, 0, p.get(0, 0) * (1 + by));
            return nothing;
          }
          if (kind == 5 || !back) {
            return call.sound();
          }
          Object[] arguments = call.arguments();
          Matrix to = (Matrix) arguments[2];
          Matrix own = Matrix.zeros(to.precision(), to.rows(), to.columns());
          sound.backproject((int) arguments[0], (Matrix) arguments[1], own);
          for (int i = 0; i < to.rows(); i++) {
            for (int h = 0; h < to.columns(); h++) {
              to.set(i, h, to.get(i, h) + wrong(kind, own, i, h, by));
            }
          }
          return null;
        });
  }

  /**
   * A head whose features are too small in batches of several samples; both actions agree on them.
   */
  static Head crowded(Head sound, double by) {
    return wrapped(
        Head.class,
        sound,
        call -> call.to("lift") ? crowded((Lift) call.sound(), by) : call.sound());
  }

  private static Lift crowded(Lift sound, double by) {
    return wrapped(
        Lift.class,
        sound,
        call ->
            call.to("features") && ((TokenBatch) call.arguments()[0]).samples() > 1
                ? smaller((Features) call.sound(), by)
                : call.sound());
  }

  private static Features smaller(Features sound, double by) {
    return wrapped(
        Features.class,
        sound,
        call -> {
          if (call.to("project") || call.to("backproject")) {
            Matrix from = (Matrix) call.arguments()[1];
            Matrix own = Matrix.zeros(from.precision(), from.rows(), from.columns());
            own.addScaled(1 - by, from);
            call.arguments()[1] = own;
          }
          return call.sound();
        });
  }

  /** An entry of a backprojection; of some kinds only for some numbers of columns. */
  private static double wrong(int kind, Matrix own, int i, int h, double by) {
    double value = own.get(i, h);
    int k = own.columns();
    return switch (kind) {
      case 0 -> value * (1 - by);
      case 1 -> i == 0 ? value * (1 - by) : value;
      case 2 -> value - by * own.get((i + 1) % own.rows(), h);
      case 3 -> k % 8 == 0 ? value : value * (1 - by);
      default -> h >= k / 8 * 8 ? value * (1 - by) : value;
    };
  }

  /** A loss of which conjugate or value is too low by an amount, for all rows or one. */
  static Loss loss(Loss sound, double by, int kind) {
    return wrapped(
        Loss.class,
        sound,
        call -> {
          Object answer = call.sound();
          boolean conjugate = call.to("conjugate");
          boolean value = call.method().getName().startsWith("value");
          boolean both = call.to("valueAndGradient");
          boolean first = (conjugate || value) && (int) call.arguments()[3] == 0;
          return switch (kind) {
            case 0 -> conjugate ? (Object) ((double) answer - by) : answer;
            case 1 -> conjugate && first ? (Object) ((double) answer - by) : answer;
            case 2 -> value ? (Object) ((double) answer - by) : answer;
            case 3 -> conjugate ? (Object) ((double) answer * (1 + by)) : answer;
            case 4 -> conjugate ? (Object) Double.NEGATIVE_INFINITY : answer;
            case 5 -> both ? (Object) ((double) answer - by) : answer;
            case 6 -> both && first ? (Object) ((double) answer * (1 - by)) : answer;
            default -> conjugate ? (Object) ((double) answer * (1 - by)) : answer;
          };
        });
  }

  /** A solver that gives a random point the bound that another solve has proven. */
  static Solver solver(Solver sound, ConvexProgram other, SplittableRandom random) {
    return wrapped(
        Solver.class,
        sound,
        call -> {
          Object answer = call.sound();
          if (!(answer instanceof Solution solution)) {
            return answer;
          }
          Solution elsewhere = sound.solve(other, Variable.zero(other.blocks()), progress -> {});
          return new Solution(
              scattered(solution.variable(), random),
              Solution.Status.SOLVED,
              solution.iterations(),
              solution.seconds(),
              solution.history(),
              solution.equivalentBeta(),
              elsewhere.bound());
        });
  }

  private static Variable scattered(Variable z, SplittableRandom random) {
    List<Factors> blocks = new ArrayList<>();
    for (Factors block : z.blocks()) {
      double[] u = random.doubles(block.rows(), -1, 1).toArray();
      double[] v = random.doubles(block.columns(), -1, 1).toArray();
      blocks.add(new Factors(block.rows(), block.columns(), 1, u, v));
    }
    return new Variable(blocks);
  }

  /** A call of a method of a sound part. */
  private record Call(Object part, Method method, Object[] arguments) {
    boolean to(String name) {
      return method.getName().equals(name);
    }

    Object sound() throws ReflectiveOperationException {
      return method.invoke(part, arguments);
    }
  }

  /** What a hostile part answers to a call. */
  private interface Answer {
    Object to(Call call) throws ReflectiveOperationException;
  }

  private static <T> T wrapped(Class<T> type, T sound, Answer answer) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          try {
            return answer.to(new Call(sound, method, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
