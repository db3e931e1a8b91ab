package io.github.convexheads.spark.ml;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.spark.SampleColumns;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of an estimator: settings of a configuration under their own names. */
final class HeadParams implements Serializable {
  private static final long serialVersionUID = 1;

  final Param<String> labelCol;
  final Param<String> weightCol;
  final Param<String> idCol;
  final IntParam tokens;
  final Param<String> headType;
  final Param<String> headActivation;
  final Param<String> lossType;
  final DoubleParam beta;
  final DoubleParam betaFraction;
  final Param<String> solverType;
  final DoubleParam solverTolerance;
  final StringArrayParam settings;

  private final Params owner;

  HeadParams(Params owner) {
    this.owner = owner;
    labelCol = new Param<>(owner, "labelCol", "column of labels");
    weightCol = new Param<>(owner, "weightCol", "column of weights; by default all rows are equal");
    idCol = new Param<>(owner, "idCol", "column of ids, by which rows are ordered");
    tokens =
        new IntParam(
            owner, "tokens", "tokens of a sample; 0 for what the metadata of the features say");
    headType = new Param<>(owner, "head.type", "head plugin, attention by default");
    headActivation = new Param<>(owner, "head.activation", "linear by default, or gated-relu");
    lossType = new Param<>(owner, "loss.type", "loss plugin; by default what suits the labels");
    beta = new DoubleParam(owner, "beta", "weight of the penalty, instead of beta-fraction");
    betaFraction =
        new DoubleParam(
            owner, "beta-fraction", "beta over the least beta whose solution is 0; 0.1 by default");
    solverType = new Param<>(owner, "solver.type", "solver plugin, auto by default");
    solverTolerance = new DoubleParam(owner, "solver.tolerance", "relative duality gap to reach");
    settings =
        new StringArrayParam(
            owner, "settings", "any other settings, as head.gates.count=8, one a value");
  }

  /** What a configuration is built of, in the order in which it is set. */
  private List<Param<?>> configured() {
    return List.of(
        headType, headActivation, lossType, beta, betaFraction, solverType, solverTolerance);
  }

  /** The configuration that the parameters make. */
  ConvexHeads heads() {
    ConvexHeads heads = ConvexHeads.builder();
    for (Param<?> param : configured()) {
      if (owner.isSet(param)) {
        heads = heads.set(param.name(), owner.getOrDefault(param).toString());
      }
    }
    for (String setting : owner.getOrDefault(settings)) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "settings has '%s'; each should read like head.gates.count=8".formatted(setting));
      }
      heads = heads.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return heads;
  }

  SampleColumns columns(String features) {
    return new SampleColumns(
        features,
        Optional.of(owner.getOrDefault(labelCol)),
        optional(weightCol),
        optional(idCol),
        (Integer) owner.<Object>getOrDefault(tokens));
  }

  private Optional<String> optional(Param<String> column) {
    return owner.isSet(column)
        ? Optional.of(owner.getOrDefault(column)).filter(name -> !name.isEmpty())
        : Optional.empty();
  }
}
