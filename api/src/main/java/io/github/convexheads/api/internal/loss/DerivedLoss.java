package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;

/** A loss that is made of another one, whose targets, metrics and link it has. */
interface DerivedLoss extends Loss {

  /** Returns the loss that this one is made of. */
  Loss original();

  @Override
  default double curvature() {
    return original().curvature();
  }

  @Override
  default void requireTargets(Targets targets) {
    original().requireTargets(targets);
  }

  @Override
  default List<Metric> metrics() {
    return original().metrics();
  }

  @Override
  default Optional<Targets.Kind> answers() {
    return original().answers();
  }

  @Override
  default Optional<Loss.Link> link() {
    return original().link();
  }
}
