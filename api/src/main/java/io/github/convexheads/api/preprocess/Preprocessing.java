package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apiguardian.api.API;

/**
 * Preprocessing fitted to training tokens: x becomes P^T ((clip(norm(x)) - shift) * gain), where
 * the product is feature by feature, and layer norm, {@link Clipping} and P, the {@link
 * Projection}, may be missing; {@link AppendedFeatures} follow. Immutable.
 */
@API(status = API.Status.STABLE)
public final class Preprocessing {
  /** Variance that layer norm adds, so that a constant token becomes 0. */
  static final double EPSILON = 1e-12;

  private final TokenShape input;
  private final boolean layerNorm;
  private final Optional<Clipping> clipping;
  private final AppendedFeatures appended;
  private final double[] shift;
  private final double[] gain;
  private final Optional<Projection> projection;
  private final double[] places;
  private final Optional<PreprocessingStep> step;
  private final TokenShape raw;
  private final OptionalDouble lengthPower;

  /**
   * Restores fitted preprocessing.
   *
   * @param input the shape of raw tokens, s x d
   * @param layerNorm whether every token is normalised first
   * @param clipping bounds of d features, then; empty for none
   * @param appended the features that are appended
   * @param shift d values to subtract; copied
   * @param gain d values to multiply by; copied
   * @param projection from d features, then; empty to keep them
   * @throws InvalidInputException if lengths differ from d or a value is not finite, or tokens of
   *     this shape cannot have such features
   */
  public Preprocessing(
      TokenShape input,
      boolean layerNorm,
      Optional<Clipping> clipping,
      AppendedFeatures appended,
      double[] shift,
      double[] gain,
      Optional<Projection> projection) {
    if (shift.length != input.features() || gain.length != input.features()) {
      throw new InvalidInputException(
          "preprocessing of %s features needs as many shifts and gains, found %s and %s"
              .formatted(input.features(), shift.length, gain.length));
    }
    if (!Arrays.stream(shift).allMatch(Double::isFinite)
        || !Arrays.stream(gain).allMatch(Double::isFinite)) {
      throw new InvalidInputException("preprocessing holds a value that is not finite");
    }
    clipping.ifPresent(
        c -> {
          if (c.features() != input.features()) {
            throw new InvalidInputException(
                "tokens have %s features, but they are clipped as %s"
                    .formatted(input.features(), c.features()));
          }
        });
    projection.ifPresent(
        p -> {
          if (p.features() != input.features()) {
            throw new InvalidInputException(
                "tokens have %s features, but their projection is of %s"
                    .formatted(input.features(), p.features()));
          }
        });
    this.input = input;
    this.layerNorm = layerNorm;
    this.clipping = clipping;
    this.appended = appended;
    this.shift = shift.clone();
    this.gain = gain.clone();
    this.projection = projection;
    this.places = appended.position().features(input.tokens(), appended.positions());
    this.step = Optional.empty();
    this.raw = input;
    this.lengthPower = OptionalDouble.empty();
  }

  private Preprocessing(
      Preprocessing learned,
      Optional<PreprocessingStep> step,
      TokenShape raw,
      OptionalDouble lengthPower) {
    this.input = learned.input;
    this.layerNorm = learned.layerNorm;
    this.clipping = learned.clipping;
    this.appended = learned.appended;
    this.shift = learned.shift;
    this.gain = learned.gain;
    this.projection = learned.projection;
    this.places = learned.places;
    this.step = step;
    this.raw = raw;
    this.lengthPower = lengthPower;
  }

  /**
   * Returns this preprocessing for samples of different lengths l: tokens behind a sample's own
   * become zero with all their features, and its own are multiplied by (s / l)^power. So a head of
   * degree p that averages outputs over s tokens averages them over l with power 1 / p.
   *
   * @param power the power, finite; 0 where rows of a sample are not averaged
   * @return the preprocessing that also takes padded tokens
   */
  public Preprocessing forLengths(double power) {
    if (!Double.isFinite(power)) {
      throw new InvalidInputException("a power of lengths of " + power + " is none");
    }
    return new Preprocessing(this, step, raw, OptionalDouble.of(power));
  }

  /**
   * Returns the power of s / l by which tokens of a sample of l tokens are multiplied.
   *
   * @return the power; empty where samples have one length
   */
  public OptionalDouble lengthPower() {
    return lengthPower;
  }

  /**
   * Returns this preprocessing of what a step gives.
   *
   * @param first the step that comes before
   * @param shape the shape of raw tokens
   * @return the whole
   * @throws InvalidInputException if the step does not give tokens of the shape that this
   *     preprocessing takes
   */
  public Preprocessing after(PreprocessingStep first, TokenShape shape) {
    input.require(first.output(shape), "preprocessing after its first step");
    return new Preprocessing(this, Optional.of(first), shape, lengthPower);
  }

  /**
   * Fits to training tokens what comes after a step.
   *
   * @param settings which steps are learned
   * @param first the step that comes before, if there is one
   * @param training the raw training tokens
   * @param kernel the linear algebra that finds principal directions
   * @param workers the threads to use
   * @return the whole
   * @throws InvalidInputException as {@link #fit(PreprocessSettings, Tokens, Kernel)}, and if the
   *     step does not take such tokens
   */
  public static Preprocessing fit(
      PreprocessSettings settings,
      Optional<PreprocessingStep> first,
      Tokens training,
      Kernel kernel,
      Workers workers) {
    if (first.isEmpty()) {
      return PreprocessingFit.of(settings, training, kernel, workers);
    }
    Tokens seen = SteppedTokens.of(training, first.get());
    return PreprocessingFit.of(settings, seen, kernel, workers)
        .after(first.get(), training.shape());
  }

  /**
   * Returns the step that comes before what was learned.
   *
   * @return the step of a plugin; empty without one
   */
  public Optional<PreprocessingStep> step() {
    return step;
  }

  /**
   * Fails if a step comes first: it is code of a plugin, which other software cannot run.
   *
   * @throws InvalidInputException if there is a step
   */
  public void requireNoStep() {
    if (step.isPresent()) {
      throw new InvalidInputException(
          "a head after the preprocessing step %s cannot be exported: the step is code of a plugin; export a head of tokens that went through it before"
              .formatted(step.get()));
    }
  }

  /**
   * Fits the steps to training tokens, on all threads.
   *
   * @param settings which steps
   * @param training the training tokens
   * @param kernel the linear algebra that finds principal directions
   * @return the fitted steps
   * @throws InvalidInputException if tokens have fewer features than components are asked for, or
   *     too many to be projected
   */
  public static Preprocessing fit(PreprocessSettings settings, Tokens training, Kernel kernel) {
    return PreprocessingFit.of(settings, training, kernel, Workers.all());
  }

  /**
   * Returns a view of tokens after these steps.
   *
   * @param tokens raw tokens of the shape that the steps were fitted on
   * @return the preprocessed tokens, in the same precision
   * @throws InvalidInputException if the shape differs
   */
  public Tokens apply(Tokens tokens) {
    raw.require(tokens.shape(), "this model");
    if (tokens.padded() && lengthPower.isEmpty()) {
      throw new InvalidInputException(
          "these samples have different lengths, but the head was fitted to samples of one length,"
              + " all of them tokens; fit it again with --lengths, or give samples of that length");
    }
    Tokens seen = afterStep(tokens);
    return isIdentity() && !tokens.padded() ? seen : new PreprocessedTokens(seen, this);
  }

  /** Returns tokens after the step that comes first and layer norm, where they are taken. */
  Tokens normalised(Tokens tokens) {
    int d = input.features();
    Preprocessing alone =
        new Preprocessing(
            input,
            layerNorm,
            Optional.empty(),
            AppendedFeatures.NONE,
            new double[d],
            PreprocessingFit.ones(d),
            Optional.empty());
    return (tokens.padded() ? alone.forLengths(0) : alone).apply(afterStep(tokens));
  }

  private Tokens afterStep(Tokens tokens) {
    return step.isEmpty() ? tokens : SteppedTokens.of(tokens, step.get());
  }

  /**
   * Looks for values that these steps leave in and that will rule a fit.
   *
   * @param tokens raw tokens
   * @return what was found and which step helps, in one line; empty where values are clipped, or
   *     none is far from the rest
   */
  public Optional<String> heavyTails(Tokens tokens) {
    return HeavyTails.in(tokens, this).map(HeavyTails::text);
  }

  /**
   * Returns the shape of raw tokens.
   *
   * @return s x d
   */
  public TokenShape input() {
    return raw;
  }

  /**
   * Returns the shape of tokens after the step that comes first, of which the rest was learned.
   *
   * @return s x d; that of raw tokens without a step
   */
  public TokenShape stepped() {
    return input;
  }

  /**
   * Returns the shape of preprocessed tokens.
   *
   * @return s x (d, or what it is projected to, + the number of features that are appended)
   */
  public TokenShape output() {
    return appended.to(new TokenShape(input.tokens(), width()));
  }

  /**
   * Returns the number of features before any is appended.
   *
   * @return r with a projection, d without
   */
  public int width() {
    return projection.map(Projection::components).orElse(input.features());
  }

  /**
   * Says whether every token is normalised first.
   *
   * @return true with layer norm
   */
  public boolean layerNorm() {
    return layerNorm;
  }

  /**
   * Returns the bounds between which every feature is kept before it is scaled.
   *
   * @return the bounds, empty where there are none
   */
  public Optional<Clipping> clipping() {
    return clipping;
  }

  /**
   * Returns the features that are appended.
   *
   * @return mean token, position, bias
   */
  public AppendedFeatures appended() {
    return appended;
  }

  /**
   * Says whether a constant feature is appended, as the last.
   *
   * @return true with a bias
   */
  public boolean bias() {
    return appended.bias();
  }

  /**
   * Returns the features of position.
   *
   * @return a copy of s x positions values, row-major
   */
  public double[] places() {
    return places.clone();
  }

  /**
   * Returns what is subtracted from every feature.
   *
   * @return a copy of d values
   */
  public double[] shift() {
    return shift.clone();
  }

  /**
   * Returns what every feature is multiplied by.
   *
   * @return a copy of d values
   */
  public double[] gain() {
    return gain.clone();
  }

  /**
   * Returns the projection onto principal directions.
   *
   * @return the projection, empty where features are kept
   */
  public Optional<Projection> projection() {
    return projection;
  }

  /**
   * Returns what layer norm adds to the variance, so that a constant token becomes 0.
   *
   * @return the number
   */
  public double epsilon() {
    return EPSILON;
  }

  private boolean isIdentity() {
    return !layerNorm
        && clipping.isEmpty()
        && projection.isEmpty()
        && appended.equals(AppendedFeatures.NONE)
        && Arrays.stream(shift).allMatch(v -> v == 0)
        && Arrays.stream(gain).allMatch(v -> v == 1);
  }
}
