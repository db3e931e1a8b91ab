package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gates read from NPY files, gates x shape of W1, one file for every group.
 *
 * @param files one file; or, for a head with groups, files separated by commas or one name in which
 *     {@code <b>} stands for the group, counted from 0
 */
record GateFiles(String files) implements GateSource {

  @Override
  public Gates choose(Preactivation preactivation, Tokens training, Kernel kernel) {
    List<String> names = names(preactivation.groups());
    List<double[][]> groups = new ArrayList<>();
    for (int group = 0; group < names.size(); group++) {
      groups.add(read(names.get(group), preactivation.weightShape(group)));
    }
    return GateMerging.merge(Gates.of(groups), preactivation, training, kernel);
  }

  private List<String> names(int groups) {
    List<String> names = new ArrayList<>();
    if (files.contains("<b>")) {
      for (int group = 0; group < groups; group++) {
        names.add(files.replace("<b>", Integer.toString(group)));
      }
    } else {
      names.addAll(Arrays.asList(files.split("\\s*,\\s*")));
    }
    if (names.size() != groups) {
      throw new InvalidInputException(
          "gates.file = %s names %s files, but the head has %s groups of gates; give one file for"
                  .formatted(files, names.size(), groups)
              + " every group, separated by commas, or write <b> for the number of the group");
    }
    return names;
  }

  private static double[][] read(String name, int[] weightShape) {
    StoredArray array = Npy.read(path(name)).requireFinite();
    List<Long> sizes = array.shape().sizes();
    int length = Arrays.stream(weightShape).reduce(1, Math::multiplyExact);
    boolean flat = sizes.size() == 2 && sizes.get(1) == length;
    boolean fits =
        sizes.size() >= 1 && sizes.get(0) >= 1 && (flat || sizes.equals(shape(array, weightShape)));
    if (!fits) {
      throw new InvalidInputException(
          "%s has shape %s, but gates of this head need count x %s (or count x %s)"
              .formatted(name, sizes, words(weightShape), length));
    }
    double[] values = array.toDoubles();
    double[][] gates = new double[values.length / length][];
    for (int j = 0; j < gates.length; j++) {
      gates[j] = Arrays.copyOfRange(values, j * length, (j + 1) * length);
    }
    return gates;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InvalidInputException("gates.file = " + name + " is not a file name", e);
    }
  }

  private static List<Long> shape(StoredArray array, int[] weightShape) {
    List<Long> shape = new ArrayList<>(array.shape().sizes().subList(0, 1));
    Arrays.stream(weightShape).forEach(side -> shape.add((long) side));
    return shape;
  }

  private static String words(int[] shape) {
    return String.join(" x ", Arrays.stream(shape).mapToObj(Integer::toString).toList());
  }
}
