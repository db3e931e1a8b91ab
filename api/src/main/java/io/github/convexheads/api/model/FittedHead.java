package io.github.convexheads.api.model;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A fitted head: preprocessing, gates, the solved variable in factored form, and where it all comes
 * from. Immutable and safe for use by several threads.
 */
@API(status = API.Status.STABLE)
public final class FittedHead {
  private static final String TEMPERATURE = "temperature";

  private final Model model;
  private final Lift lift;
  private final Variable variable;
  private final double[] intercept;
  private final Provenance provenance;
  private final Optional<Variable> witness;
  private final Kernel kernel;
  private final Workers workers;

  /**
   * All of a model but the values that a fit finds.
   *
   * @param head the head's family and settings
   * @param loss the loss to fit with
   * @param preprocessing the fitted preprocessing
   * @param gates the head's gates; none when the activation is linear
   * @param outputs c
   */
  public record Model(
      Head head, Loss loss, Preprocessing preprocessing, Gates gates, int outputs) {}

  /**
   * Puts a fitted head together.
   *
   * @param model what was fitted
   * @param variable the solved variable, one factored block for every block of the lift
   * @param intercept b, added to every row of outputs, c finite values; none for a head without
   * @param provenance where it comes from
   * @param kernel the linear algebra to use
   * @param workers the threads to use
   */
  public FittedHead(
      Model model,
      Variable variable,
      double[] intercept,
      Provenance provenance,
      Kernel kernel,
      Workers workers) {
    this.model = model;
    this.lift = model.head.lift(model.preprocessing.output(), model.outputs, model.gates);
    this.variable = variable;
    this.intercept = intercept.clone();
    this.provenance = provenance;
    this.witness = Optional.empty();
    this.kernel = kernel;
    this.workers = workers;
    variable.requireShape(lift.blocks());
    requireIntercept();
  }

  private FittedHead(FittedHead like, Provenance provenance, Optional<Variable> witness) {
    this.model = like.model;
    this.lift = like.lift;
    this.variable = like.variable;
    this.intercept = like.intercept;
    this.provenance = provenance;
    this.witness = witness;
    this.kernel = like.kernel;
    this.workers = like.workers;
  }

  private void requireIntercept() {
    int expected = model.head.intercept() ? model.outputs : 0;
    if (intercept.length != expected || !Arrays.stream(intercept).allMatch(Double::isFinite)) {
      throw new InvalidInputException(
          "the intercept is %s; this head has one of %s finite values"
              .formatted(Arrays.toString(intercept), expected));
    }
  }

  /**
   * Predicts: the outputs F(X_i) of every sample, before any softmax.
   *
   * @param tokens raw tokens, n samples of the shape that the head was fitted on
   * @return n x c values when outputs are pooled, n x s x c when not, row-major
   * @throws io.github.convexheads.api.error.InvalidInputException if the shape differs; names both
   */
  public double[] predict(Tokens tokens) {
    double[] rows = rows().of(tokens);
    for (int i = 0; intercept.length > 0 && i < rows.length; i++) {
      rows[i] += intercept[i % model.outputs];
    }
    return rows;
  }

  /** Computes outputs without intercept. */
  OutputRows rows() {
    return new OutputRows(this, kernel, workers);
  }

  /**
   * Returns the temperature by which outputs are divided before they become probabilities.
   *
   * @return the temperature; 1 for a head that was not calibrated
   */
  public Temperature temperature() {
    return Temperature.recorded(provenance.extra().get(TEMPERATURE));
  }

  /**
   * Returns this head with another temperature; its outputs stay as they are.
   *
   * @param temperature by which outputs are divided before they become probabilities
   * @return the calibrated head
   */
  public FittedHead calibrated(Temperature temperature) {
    return withProvenance(provenance.with(TEMPERATURE, Double.toString(temperature.value())));
  }

  /**
   * Returns the intercept b, which is added to every row of outputs.
   *
   * @return c values; none for a head without
   */
  public double[] intercept() {
    return intercept.clone();
  }

  /**
   * Saves the head as safetensors, completely or not at all.
   *
   * @param file the file to write or replace
   * @throws io.github.convexheads.api.error.InvalidInputException if the file cannot be written
   */
  public void save(Path file) {
    requireNetwork();
    ModelFile.write(this, file);
  }

  /**
   * Computes the certificate anew from data: its primal value is the objective of this head's
   * network on them. Of the stored certificate only the lower bound is read, as a value to reach.
   *
   * <p>A relu head's activation patterns are enumerated again where the fit would have done so; the
   * certificate speaks for all networks only if the model has all patterns of these tokens.
   *
   * @param tokens raw tokens, of training or others
   * @param targets their targets
   * @return the certificate of this head's variable on those data
   */
  public Certificate certify(Tokens tokens, Targets targets) {
    return certify(tokens, targets, RandomStarts.fresh());
  }

  /**
   * Does {@link #certify(Tokens, Targets)} with given random numbers, as to repeat a verification.
   *
   * @param tokens raw tokens, of training or others
   * @param targets their targets
   * @param starts where the random numbers that bounds rest on come from
   * @return the certificate of this head's variable on those data
   */
  public Certificate certify(Tokens tokens, Targets targets, RandomStarts starts) {
    PreprocessedSamples seen = PreprocessedSamples.of(preprocessing(), tokens, workers);
    return HeadProof.of(this, kernel, seen, targets, starts);
  }

  /**
   * Computes everything anew that this head's record says of its training data: the certificate, as
   * {@link #certify} does, and preprocessing, gates, beta_max and beta from the configuration.
   *
   * @param tokens raw tokens
   * @param targets their targets
   * @param starts where the random numbers that bounds rest on come from
   * @return the certificate, and what the record says otherwise
   */
  public Verification verify(Tokens tokens, Targets targets, RandomStarts starts) {
    PreprocessedSamples seen = PreprocessedSamples.of(preprocessing(), tokens, workers);
    Certificate found = HeadProof.of(this, kernel, seen, targets, starts);
    Problem own = problem(gates().withoutSelection(), seen, targets).withRandomStarts(starts);
    return new RecordCheck(this, tokens, targets, kernel).with(found, own);
  }

  /** Returns the training problem of this head on data with some gates. */
  Problem problem(Gates chosen, PreprocessedSamples seen, Targets targets) {
    return HeadProof.problem(this, chosen, seen, targets, kernel, workers);
  }

  /**
   * Computes the certificate anew from any program of this head, as one whose samples lie on other
   * machines.
   *
   * @param program the program on the head's preprocessed tokens, at the beta of {@link
   *     #provenance()}
   * @return the certificate of this head's variable on its data
   * @throws IllegalArgumentException if the program has other blocks than the head
   */
  public Certificate certify(ConvexProgram program) {
    variable.requireShape(program.blocks());
    return HeadProof.of(this, program);
  }

  /**
   * Returns the heads of the original architecture, one for every singular value, by decreasing
   * weight ||W1|| ||W2||. They have the same outputs and sum (||W1||_F^2 + ||W2||_F^2) / 2 = sum
   * ||Z_j||_*: with Z = sum_k sigma_k u_k v_k^T, W1 = sqrt(sigma_k) mat(u_k) and W2 = sqrt(sigma_k)
   * mat(v_k) (Sahiner et al., 2022, theorems 3.1 and 4.1).
   *
   * @return the network's heads
   */
  public List<NetworkHead> networkWeights() {
    return NetworkWeights.of(lift, variable);
  }

  /**
   * Draws the head as the original network, from raw tokens to outputs: preprocessing, every head
   * W1_j, W2_j with its activation, the sum, the pooling, the intercept.
   *
   * @param <T> a tensor of the graph
   * @param graph the graph to draw on
   * @param tokens raw tokens, N x s x d
   * @return outputs, N x c when pooled, N x s x c when not
   * @throws InvalidInputException if the head's plugin does not give its network form
   */
  public <T> T draw(NetworkGraph<T> graph, T tokens) {
    return NetworkDrawing.draw(this, graph, tokens);
  }

  /**
   * Fails unless the weights that the head gives for its network are those of the lifted model, and
   * the network with them has the outputs that the head predicts; what writes weights asks first.
   *
   * @throws InvalidInputException if they differ; names the head and by how much
   */
  public void requireNetwork() {
    NetworkAgreement.require(this);
  }

  /**
   * Returns the singular values of every block.
   *
   * @return one array a block, descending
   */
  public List<double[]> singularValues() {
    return variable.blocks().stream().map(block -> block.singularValues(kernel)).toList();
  }

  /**
   * Returns what was fitted.
   *
   * @return all but the values that the fit found
   */
  public Model model() {
    return model;
  }

  /**
   * Returns the head's family and settings.
   *
   * @return the head
   */
  public Head head() {
    return model.head;
  }

  /**
   * Returns the loss that the head was fitted with.
   *
   * @return the loss
   */
  public Loss loss() {
    return model.loss;
  }

  /**
   * Returns the names of the classes that outputs stand for.
   *
   * @return c names, or none where the training targets had none
   * @throws InvalidInputException if the record of them is damaged or of another number of outputs
   */
  public List<String> classNames() {
    List<String> names = provenance.classNames();
    if (!names.isEmpty() && names.size() != model.outputs) {
      throw new InvalidInputException(
          "there are names for %s classes, but the head has %s outputs"
              .formatted(names.size(), model.outputs));
    }
    return names;
  }

  /**
   * Returns the lifted head.
   *
   * @return the lift, for preprocessed tokens
   */
  public Lift lift() {
    return lift;
  }

  /**
   * Returns the fitted preprocessing.
   *
   * @return the steps
   */
  public Preprocessing preprocessing() {
    return model.preprocessing;
  }

  /**
   * Returns the head's gates.
   *
   * @return the gates; none when the activation is linear
   */
  public Gates gates() {
    return model.gates;
  }

  /**
   * Returns c.
   *
   * @return the number of outputs of a row
   */
  public int outputs() {
    return model.outputs;
  }

  /**
   * Returns the solved variable.
   *
   * @return one factored block for every block
   */
  public Variable variable() {
    return variable;
  }

  /**
   * Returns where the head comes from.
   *
   * @return the provenance
   */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * Returns this head with other provenance, for example with one more recorded fact.
   *
   * @param other the provenance
   * @return the head
   */
  public FittedHead withProvenance(Provenance other) {
    return new FittedHead(this, other, witness);
  }

  /**
   * Returns this head with the point that its lower bound is proven at, where that is not its own:
   * a network of fewer heads than the optimum has does not prove how far it is from it.
   *
   * @param optimum a point of this head's blocks; its network need not be small
   * @return the head
   */
  public FittedHead withWitness(Variable optimum) {
    optimum.requireShape(lift.blocks());
    return new FittedHead(this, provenance, Optional.of(optimum));
  }

  /**
   * Returns the point that the lower bound of this head's certificate is proven at.
   *
   * @return empty where it is the head's own
   */
  public Optional<Variable> witness() {
    return witness;
  }
}
