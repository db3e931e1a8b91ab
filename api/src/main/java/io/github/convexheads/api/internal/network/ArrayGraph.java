package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.internal.preprocess.LayerNorm;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Computes with a {@link NetworkGraph} as it is drawn, on dense arrays by plain loops: slow, and by
 * the definitions alone, to hold other arithmetic against.
 */
@API(status = API.Status.INTERNAL)
public final class ArrayGraph implements NetworkGraph<ArrayGraph.Tensor> {

  /** Creates the graph; it has no state. */
  public ArrayGraph() {}

  /**
   * A dense tensor.
   *
   * @param values its entries, row-major
   * @param shape the length of every axis
   */
  public record Tensor(double[] values, int... shape) {
    int last(int fromEnd) {
      return shape[shape.length - fromEnd];
    }

    /** Where the matrix of an index of the outer axes begins. */
    int matrix(int[] outer) {
      int position = 0;
      for (int axis = 0; axis < shape.length - 2; axis++) {
        int i = outer[outer.length - (shape.length - 2) + axis];
        position = position * shape[axis] + (shape[axis] == 1 ? 0 : i);
      }
      return position * last(1) * last(2);
    }

    /** The value at an index of a shape that this one broadcasts to. */
    double at(int[] index) {
      int position = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        int i = index[index.length - shape.length + axis];
        position = position * shape[axis] + (shape[axis] == 1 ? 0 : i);
      }
      return values[position];
    }
  }

  /** A value of a tensor by its index, an array that the next one is written to. */
  private interface Entry {
    double at(int[] index);
  }

  private static Tensor fill(Entry entry, int... shape) {
    double[] values = new double[size(shape)];
    int[] index = new int[shape.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = entry.at(index);
      for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return new Tensor(values, shape);
  }

  private static int size(int... shape) {
    int size = 1;
    for (int side : shape) {
      size = Math.multiplyExact(size, side);
    }
    return size;
  }

  private static int[] index(int position, int... shape) {
    int[] index = new int[shape.length];
    int rest = position;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return index;
  }

  private static int[] broadcast(Tensor a, Tensor b) {
    int rank = Math.max(a.shape.length, b.shape.length);
    int[] shape = new int[rank];
    for (int axis = 1; axis <= rank; axis++) {
      int ofA = axis <= a.shape.length ? a.last(axis) : 1;
      int ofB = axis <= b.shape.length ? b.last(axis) : 1;
      if (ofA != ofB && ofA != 1 && ofB != 1) {
        throw new IllegalArgumentException(
            Arrays.toString(a.shape) + " and " + Arrays.toString(b.shape) + " do not broadcast");
      }
      shape[rank - axis] = Math.max(ofA, ofB);
    }
    return shape;
  }

  private static Tensor combine(Tensor a, Tensor b, DoubleBinaryOperator operation) {
    return fill(i -> operation.applyAsDouble(a.at(i), b.at(i)), broadcast(a, b));
  }

  private static Tensor map(Tensor a, DoubleUnaryOperator operation) {
    return new Tensor(Arrays.stream(a.values).map(operation).toArray(), a.shape);
  }

  @Override
  public Tensor constant(double[] values, int... shape) {
    return new Tensor(values.clone(), shape.clone());
  }

  @Override
  public Tensor matMul(Tensor a, Tensor b) {
    if (a.last(1) != b.last(2)) {
      throw new IllegalArgumentException(
          Arrays.toString(a.shape) + " times " + Arrays.toString(b.shape));
    }
    int rank = Math.max(a.shape.length, b.shape.length);
    int[] shape = new int[rank];
    for (int axis = 3; axis <= rank; axis++) {
      int ofA = axis <= a.shape.length ? a.last(axis) : 1;
      int ofB = axis <= b.shape.length ? b.last(axis) : 1;
      shape[rank - axis] = Math.max(ofA, ofB);
    }
    shape[rank - 2] = a.last(2);
    shape[rank - 1] = b.last(1);
    int[] outer = Arrays.copyOf(shape, rank - 2);
    double[] out = new double[size(shape)];
    for (int i = 0; i < size(outer); i++) {
      int[] index = index(i, outer);
      multiply(a, a.matrix(index), b, b.matrix(index), out, i * a.last(2) * b.last(1));
    }
    return new Tensor(out, shape);
  }

  /** Adds one product of matrices, of which each begins at a position. */
  private static void multiply(Tensor a, int fromA, Tensor b, int fromB, double[] out, int to) {
    int inner = a.last(1);
    int columns = b.last(1);
    for (int i = 0; i < a.last(2); i++) {
      for (int k = 0; k < inner; k++) {
        double left = a.values[fromA + i * inner + k];
        for (int j = 0; j < columns; j++) {
          out[to + i * columns + j] += left * b.values[fromB + k * columns + j];
        }
      }
    }
  }

  @Override
  public Tensor transpose(Tensor a) {
    return fill(i -> a.at(new int[] {i[0], i[2], i[1]}), a.shape[0], a.shape[2], a.shape[1]);
  }

  @Override
  public Tensor multiply(Tensor a, Tensor b) {
    return combine(a, b, (x, y) -> x * y);
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return combine(a, b, Double::sum);
  }

  @Override
  public Tensor relu(Tensor a) {
    return map(a, x -> Math.max(x, 0));
  }

  @Override
  public Tensor clip(Tensor a, Tensor low, Tensor high) {
    return combine(low, combine(high, a, Math::min), Math::max);
  }

  @Override
  public Tensor gate(Tensor a) {
    return map(a, x -> x >= 0 ? 1 : 0);
  }

  @Override
  public Tensor gather(Tensor a, int axis, int... indices) {
    int[] shape = a.shape.clone();
    shape[axis] = indices.length;
    int outer = size(Arrays.copyOf(shape, axis));
    int inner = size(Arrays.copyOfRange(shape, axis + 1, shape.length));
    double[] values = new double[size(shape)];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.length; i++) {
        int from = (o * a.shape[axis] + indices[i]) * inner;
        System.arraycopy(a.values, from, values, (o * indices.length + i) * inner, inner);
      }
    }
    return new Tensor(values, shape);
  }

  @Override
  public Tensor reshape(Tensor a, int... shape) {
    int[] whole = IntStream.concat(IntStream.of(a.shape[0]), Arrays.stream(shape)).toArray();
    return new Tensor(a.values, whole);
  }

  @Override
  public Tensor meanOverTokens(Tensor a) {
    int s = a.shape[1];
    int d = a.shape[2];
    double[] values = new double[a.shape[0] * d];
    for (int i = 0; i < a.shape[0]; i++) {
      for (int l = 0; l < d; l++) {
        double sum = 0;
        for (int t = 0; t < s; t++) {
          sum += a.values[(i * s + t) * d + l];
        }
        values[i * d + l] = sum / s;
      }
    }
    return new Tensor(values, a.shape[0], d);
  }

  @Override
  public Tensor concat(int axis, List<Tensor> parts) {
    int[] shape = parts.get(0).shape.clone();
    shape[axis] = parts.stream().mapToInt(part -> part.shape[axis]).sum();
    return fill(
        index -> {
          int[] within = index.clone();
          int part = 0;
          while (within[axis] >= parts.get(part).shape[axis]) {
            within[axis] -= parts.get(part++).shape[axis];
          }
          return parts.get(part).at(within);
        },
        shape);
  }

  @Override
  public Tensor normalise(Tensor a, double epsilon) {
    int d = a.last(1);
    return fill(
        index -> {
          double[] row = new double[d];
          int[] at = index.clone();
          for (int l = 0; l < d; l++) {
            at[at.length - 1] = l;
            row[l] = a.at(at);
          }
          double[] normal = new double[d];
          LayerNorm.apply(row, 0, normal, epsilon);
          return normal[index[index.length - 1]];
        },
        a.shape);
  }
}
