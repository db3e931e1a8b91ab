package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Which preprocessing steps to take, in this order: layer norm, clip, standardise or scale
 * robustly, scale, project, and then the features that are appended.
 *
 * @param layerNorm subtract the mean of every token's features and divide by their standard
 *     deviation (Ba, Kiros and Hinton, 2016), without learned weights
 * @param clip keep every feature within this many spreads of its training median, where the spread
 *     is the range from the 5 % to the 95 % quantile over 3.2897, the standard deviation of normal
 *     values; 0 for no bounds
 * @param standardize subtract every feature's training mean and divide by its training standard
 *     deviation, both over all samples and tokens; a constant feature becomes 0
 * @param robustScale subtract every feature's training median and divide by its training spread; a
 *     constant feature becomes 0
 * @param scale multiply everything by this number
 * @param components centre, and keep the coordinates along this many principal directions of the
 *     training tokens; 0 keeps all features as they are
 * @param appended the features that are appended: mean token, position, bias
 */
@API(status = API.Status.STABLE)
public record PreprocessSettings(
    boolean layerNorm,
    double clip,
    boolean standardize,
    boolean robustScale,
    double scale,
    int components,
    AppendedFeatures appended) {

  /**
   * Checks that features are scaled in one way.
   *
   * @throws InvalidInputException if they are to be both standardised and scaled robustly
   */
  public PreprocessSettings {
    if (standardize && robustScale) {
      throw new InvalidInputException(
          "preprocess.standardize and preprocess.robust-scale are both true; choose one: robust-scale"
              + " is not moved by outliers, standardize is usual without them");
    }
  }

  /** Take the steps that suit the head; {@code HeadProvider.recommendedPreprocessing}. */
  public static final Setting<Boolean> RECOMMENDED =
      Setting.flag(
          "recommended",
          true,
          "take the steps that the head recommends, where a key is not set; where any other key is"
              + " set and this one is not, no step is added");

  /** Layer norm without learned weights. */
  public static final Setting<Boolean> LAYER_NORM =
      Setting.flag("layer-norm", false, "centre and scale the features of every token");

  /** Bound every feature. */
  public static final Setting<Double> CLIP =
      Setting.real(
          "clip",
          0,
          0,
          1e30,
          "keep every feature within this many spreads of its median over the training samples; a"
              + " spread is the range from the 5 % to the 95 % quantile / 3.2897; 0: no bounds");

  /** Scale every feature by quantiles. */
  public static final Setting<Boolean> ROBUST_SCALE =
      Setting.flag(
          "robust-scale",
          false,
          "subtract every feature's median and divide by its spread (see clip) over the training"
              + " samples, both as they are before clipping, instead of standardize");

  /** Standardise every feature over the training data. */
  public static final Setting<Boolean> STANDARDIZE =
      Setting.flag(
          "standardize", false, "centre and scale every feature over the training samples");

  /** Multiply everything by a number. */
  public static final Setting<Double> SCALE =
      Setting.real("scale", 1, 1e-30, 1e30, "multiply every value, before features are appended");

  /** Project onto principal directions. */
  public static final Setting<Integer> COMPONENTS =
      Setting.integer(
          "components",
          0,
          0,
          Integer.MAX_VALUE,
          "centre, and project onto this many principal directions of the training tokens; 0: keep"
              + " all features as they are");

  /** Append the mean token. */
  public static final Setting<Boolean> MEAN_TOKEN =
      Setting.flag("mean-token", false, "append the sample's mean token to every token");

  /** Append where the token is. */
  public static final Setting<AppendedFeatures.Position> POSITION =
      Setting.constant(
          "position",
          AppendedFeatures.Position.NONE,
          "append cosines of the token's place, in a sequence or row by row in a square");

  /** How many features of position. */
  public static final Setting<Integer> POSITION_FEATURES =
      Setting.integer(
          "position-features",
          8,
          1,
          Integer.MAX_VALUE,
          "how many, the slowest first; at most one less than there are tokens");

  /** Append a constant feature. */
  public static final Setting<Boolean> BIAS =
      Setting.flag("bias", false, "append a feature that is always 1");

  /** All settings of the section. */
  public static final List<Setting<?>> SETTINGS =
      List.of(
          RECOMMENDED,
          LAYER_NORM,
          CLIP,
          STANDARDIZE,
          ROBUST_SCALE,
          SCALE,
          COMPONENTS,
          MEAN_TOKEN,
          POSITION,
          POSITION_FEATURES,
          BIAS);

  /**
   * Reads checked settings.
   *
   * @param settings settings that declare {@link #SETTINGS}
   * @return the steps
   */
  public static PreprocessSettings of(Settings settings) {
    return new PreprocessSettings(
        settings.get(LAYER_NORM),
        settings.get(CLIP),
        settings.get(STANDARDIZE),
        settings.get(ROBUST_SCALE),
        settings.get(SCALE),
        settings.get(COMPONENTS),
        new AppendedFeatures(
            settings.get(MEAN_TOKEN),
            settings.get(POSITION),
            settings.get(POSITION_FEATURES),
            settings.get(BIAS)));
  }

  /**
   * Returns the steps that suit tokens of a frozen backbone, for {@code
   * HeadProvider.recommendedPreprocessing}: clip at ten spreads from the median, standardise, and
   * append a bias. {@code .github/PREPROCESSING.md} compares them with others.
   *
   * @return text by key of the section {@code preprocess}
   */
  public static Map<String, String> forBackboneTokens() {
    return Map.of(CLIP.key(), "10", STANDARDIZE.key(), "true", BIAS.key(), "true");
  }

  /**
   * Says whether recommended steps are to be added: as asked, and where nothing at all is set.
   *
   * @param settings checked settings that declare {@link #SETTINGS}
   * @return true if they are
   */
  public static boolean recommended(Settings settings) {
    return settings.has(RECOMMENDED) ? settings.get(RECOMMENDED) : settings.asMap().isEmpty();
  }
}
