package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/** A partitioned program at a point: its name, and the numbers that were asked for so far. */
final class PartitionedEvaluation implements Evaluation {
  private static final double ROUNDING = 0x1p-53;

  /** The least number of roundings that a block counts in a product with its gradient. */
  private static final double LEAST_ROUNDINGS = 64;

  /** Values of curvatures that one job brings beside that which was asked for. */
  private static final long MOST_CURVATURES = 1 << 20;

  private final PartitionedProgram program;
  private final PointName name;
  private final Variable at;
  private final InterceptFit.Found near;
  private Optional<SettledIntercept> settled = Optional.empty();
  private PointName settledName;
  private PointName provenName;
  private final Map<Double, Double> duals = new HashMap<>();
  private final Map<List<Double>, double[]> errors = new HashMap<>();
  private final SmallGradients small;
  private final Map<List<Integer>, double[]> curvatures = new HashMap<>();
  private double[] scalars;

  private PartitionedEvaluation(
      PartitionedProgram program, PointName name, Variable at, InterceptFit.Found near) {
    this.program = program;
    this.name = name;
    this.at = at;
    this.near = near;
    this.small = new SmallGradients(program.blocks());
  }

  static PartitionedEvaluation fresh(PartitionedProgram program, Variable at) {
    return fresh(program, at, InterceptFit.Found.NONE);
  }

  private static PartitionedEvaluation fresh(
      PartitionedProgram program, Variable at, InterceptFit.Found near) {
    Session session = program.session();
    PointName name =
        new PointName.Fresh(Session.number(), program.precision(), session.shipped(at));
    return new PartitionedEvaluation(program, name, at, near);
  }

  /** The evaluation of a name, or where its way is too long, of the point itself. */
  private static PartitionedEvaluation of(
      PartitionedProgram program, PointName name, Variable at, InterceptFit.Found near) {
    return name.steps() > PointName.LONGEST
        ? fresh(program, at, near)
        : new PartitionedEvaluation(program, name, at, near);
  }

  /** The evaluation at the end of a way, of which the intercept may be known. */
  static PartitionedEvaluation of(
      PartitionedProgram program, PointName name, Variable at, Optional<SettledIntercept> known) {
    InterceptFit.Found near = known.map(SettledIntercept::found).orElse(InterceptFit.Found.NONE);
    PartitionedEvaluation found = of(program, name, at, near);
    if (found.name.id() == name.id()) {
      found.settled = known;
    }
    return found;
  }

  /** The point with its intercept, which is found when it is first needed. */
  private PointName named() {
    if (!program.intercept()) {
      return name;
    }
    if (settledName == null) {
      settledName = settledAt(settled().orElseThrow().intercept());
    }
    return settledName;
  }

  private Optional<SettledIntercept> settled() {
    if (program.intercept() && settled.isEmpty()) {
      InterceptFit search = PartitionedOutputs.fit(program, near);
      settled = Optional.of(SettledIntercept.of(search.at(outputs()), search));
    }
    return settled;
  }

  private PartitionedOutputs outputs() {
    return new PartitionedOutputs(program.session(), new OutputsName.At(name));
  }

  @Override
  public double[] intercept() {
    return settled().map(known -> known.intercept().values().clone()).orElse(new double[0]);
  }

  @Override
  public double lossAt(double[] b) {
    return outputs().at(Intercept.of(b)).loss();
  }

  @Override
  public double lossErrorAt(double[] b, double distance) {
    return summed(errors(settledAt(Intercept.of(b)), distance, -1));
  }

  private PointName settledAt(Intercept b) {
    return new PointName.Settled(Session.number(), name, InterceptData.of(b));
  }

  @Override
  public ConvexProgram program() {
    return program;
  }

  @Override
  public Variable variable() {
    return at;
  }

  @Override
  public double loss() {
    return program.intercept() && scalars == null ? settled().orElseThrow().loss() : scalars()[1];
  }

  @Override
  public double meanSquare() {
    return scalars()[2];
  }

  @Override
  public double largestResidual() {
    return scalars()[0];
  }

  private double[] scalars() {
    if (scalars == null) {
      scalars = ask("loss", new Questions.Scalars(named()));
    }
    return scalars;
  }

  @Override
  public double[] adjointTimes(int block, double[] v, int k) {
    return adjoint(block, false, v, k, program.blocks().get(block).rows());
  }

  @Override
  public double[] adjointTransposeTimes(int block, double[] u, int k) {
    return adjoint(block, true, u, k, program.blocks().get(block).columns());
  }

  private double[] adjoint(int block, boolean transposed, double[] x, int k, int rows) {
    if (small.has(block, transposed, x, k)) {
      return small.of(
          block,
          x[0],
          (blocks, scale, length) ->
              ask(
                  "gradient as it is",
                  new Questions.WholeGradient(named(), blocks, scale, length)));
    }
    Broadcast<double[]> sent = program.session().shipped(x);
    return ask(
        "norm of the gradient, block " + block,
        new Questions.Adjoint(named(), block, transposed, sent, k, (long) rows * k));
  }

  @Override
  public double[] dualValues(double... theta) {
    double[] unknown = Arrays.stream(theta).filter(t -> !duals.containsKey(t)).distinct().toArray();
    if (unknown.length > 0) {
      double[] answer = ask("dual value", new Questions.Dual(named(), unknown));
      for (int i = 0; i < unknown.length; i++) {
        duals.put(unknown[i], answer[i]);
      }
    }
    return Arrays.stream(theta).map(duals::get).toArray();
  }

  @Override
  public double lossError(double distance) {
    return summed(errors(distance, -1));
  }

  private double summed(double... errors) {
    return (errors[0] + summing() * errors[3]) * (1 + 0x1p-20);
  }

  /**
   * A block's bound counts at least {@link #LEAST_ROUNDINGS} roundings of every product; adding the
   * answers of B blocks, each scaled, is another B + 2. It comes with every answer about errors.
   */
  @Override
  public double gradientError() {
    double more = (program.session().blockCount() + 2) / LEAST_ROUNDINGS;
    double[] any = errors.values().stream().findAny().orElseGet(() -> errors(0, -1));
    return any[1] * (1 + more) * (1 + 0x1p-20);
  }

  @Override
  public double dualError(double theta) {
    double[] errors = errors(0, theta);
    return (errors[2] + summing() * errors[3]) * (1 + 0x1p-20);
  }

  /** The roundings of a sum over blocks, relative to the sum of sizes. */
  private double summing() {
    return 2 * ROUNDING * (program.session().blockCount() + 2);
  }

  /** Asked for several times by whoever proves something at the point, and computed once. */
  private double[] errors(double distance, double theta) {
    return errors.computeIfAbsent(
        List.of(distance, theta), asked -> errors(proven(), distance, theta));
  }

  private double[] errors(PointName point, double distance, double theta) {
    return ask("rounding errors", new Questions.Errors(point, distance, theta));
  }

  /** The point with what the columns of E still sum to over all blocks, which bounds need. */
  private PointName proven() {
    if (!program.intercept()) {
      return name;
    }
    if (provenName == null) {
      Intercept b = settled().orElseThrow().intercept();
      double roundings = program.size().rows() + program.session().blockCount() + 4.0;
      double rounding = roundings * ROUNDING / (1 - roundings * ROUNDING);
      provenName = settledAt(b.leaving(outputs().at(b), rounding));
    }
    return provenName;
  }

  @Override
  public Variable gradient() {
    return gradient(Questions.Sides.BOTH);
  }

  @Override
  public Variable rightGradient() {
    return gradient(Questions.Sides.RIGHT);
  }

  private Variable gradient(Questions.Sides asked) {
    boolean left = asked == Questions.Sides.BOTH;
    long values = 0;
    for (Factors block : at.blocks()) {
      values += (left ? block.left().length : 0L) + block.right().length;
    }
    double[] answer =
        ask(left ? "gradient" : "gradient of V", new Questions.Gradient(named(), asked, values));
    scalars = Arrays.copyOf(answer, Questions.SCALARS);
    List<Factors> blocks = new ArrayList<>();
    int from = Questions.SCALARS;
    for (Factors block : at.blocks()) {
      int middle = from + (left ? block.left().length : 0);
      int to = middle + block.right().length;
      double[] ofLeft =
          left ? Arrays.copyOfRange(answer, from, middle) : new double[block.left().length];
      blocks.add(block.withSides(ofLeft, Arrays.copyOfRange(answer, middle, to)));
      from = to;
    }
    return new Variable(blocks);
  }

  @Override
  public boolean keepsProjections() {
    return true;
  }

  @Override
  public double meanCurvature() {
    return ask("curvature of the loss", new Questions.MeanCurvature(named()))[0];
  }

  /** Those of later blocks are asked for, too, because whoever asks for one asks for all. */
  @Override
  public Optional<double[]> curvature(int block, int from, int to, long rows) {
    if (!curvatures.containsKey(List.of(block, from, to))) {
      fetchCurvatures(block, from, to, rows);
    }
    return Optional.of(curvatures.remove(List.of(block, from, to)));
  }

  private void fetchCurvatures(int block, int from, int to, long rows) {
    List<int[]> groups = new ArrayList<>(List.of(new int[] {block, from, to}));
    long length = order(groups.get(0));
    boolean whole = from == 0 && to == at.block(block).rank();
    for (int j = block + 1; j < at.blocks().size() && whole; j++) {
      int[] group = {j, 0, at.block(j).rank()};
      if (group[2] > 0 && length + order(group) <= MOST_CURVATURES) {
        groups.add(group);
        length += order(group);
      }
    }
    double[] answer =
        ask(
            "curvature of " + groups.size() + " blocks",
            new Questions.Curvature(
                named(), column(groups, 0), column(groups, 1), column(groups, 2), rows, length));
    int end = 0;
    for (int[] group : groups) {
      int begin = end;
      end += Math.toIntExact(order(group));
      curvatures.put(List.of(group[0], group[1], group[2]), Arrays.copyOfRange(answer, begin, end));
    }
  }

  /** The values of a Gram matrix of some components. */
  private long order(int[] group) {
    long side = (long) program.blocks().get(group[0]).width() * (group[2] - group[1]);
    return side * side;
  }

  private static int[] column(List<int[]> groups, int index) {
    return groups.stream().mapToInt(group -> group[index]).toArray();
  }

  @Override
  public Line along(Variable direction) {
    direction.requireShape(program.blocks());
    boolean left =
        direction.blocks().stream().anyMatch(d -> Arrays.stream(d.left()).anyMatch(u -> u != 0));
    LineName line =
        new LineName.Along(
            Session.number(),
            name,
            left ? LineName.Kind.BOTH : LineName.Kind.RIGHT,
            program.session().shipped(direction));
    return new PartitionedLine(program, line, settled(), t -> at.plus(t, direction));
  }

  @Override
  public Line toward(Evaluation other) {
    if (!(other instanceof PartitionedEvaluation far)) {
      return Evaluation.super.toward(other);
    }
    LineName line = new LineName.Toward(Session.number(), name, far.name);
    return new PartitionedLine(
        program, line, settled(), t -> Variable.combination(1 - t, at, t, far.at));
  }

  @Override
  public Evaluation combined(double a, Evaluation other, double b) {
    if (!(other instanceof PartitionedEvaluation far)) {
      return Evaluation.super.combined(a, other, b);
    }
    PointName sum = new PointName.Combined(Session.number(), a, name, b, far.name);
    InterceptFit.Found start = settled().map(SettledIntercept::found).orElse(near);
    return of(program, sum, Variable.combination(a, at, b, far.at), start);
  }

  private double[] ask(String step, Question question) {
    return program.session().ask(step, question);
  }
}
