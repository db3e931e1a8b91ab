package io.github.convexheads.api.catalog;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.model.Exporter;
import io.github.convexheads.api.model.ExporterProvider;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.program.EngineProvider;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.token.TokenReader;
import io.github.convexheads.api.token.TokenReaderProvider;
import java.util.List;

/**
 * A kind of plugin.
 *
 * @param <P> the type of provider
 * @param name what messages call it
 * @param type the service that the {@link java.util.ServiceLoader} looks for
 * @param parts the types that such a plugin implements
 */
record PluginKind<P extends Provider<?>>(String name, Class<P> type, List<Class<?>> parts) {
  static final PluginKind<HeadProvider> HEAD =
      new PluginKind<>("head", HeadProvider.class, List.of(Head.class, Lift.class, Features.class));
  static final PluginKind<LossProvider> LOSS =
      new PluginKind<>("loss", LossProvider.class, List.of(Loss.class));
  static final PluginKind<SolverProvider> SOLVER =
      new PluginKind<>("solver", SolverProvider.class, List.of(Solver.class));
  static final PluginKind<StepProvider> STEP =
      new PluginKind<>("step", StepProvider.class, List.of(PreprocessingStep.class));
  static final PluginKind<MetricProvider> METRIC =
      new PluginKind<>("metric", MetricProvider.class, List.of(Metric.class));
  static final PluginKind<TokenReaderProvider> READER =
      new PluginKind<>("reader", TokenReaderProvider.class, List.of(TokenReader.class));
  static final PluginKind<ExporterProvider> EXPORTER =
      new PluginKind<>("exporter", ExporterProvider.class, List.of(Exporter.class));
  static final PluginKind<EngineProvider> ENGINE =
      new PluginKind<>("engine", EngineProvider.class, List.of(Engine.class));

  /** All kinds, in the order in which they are listed. */
  static final List<PluginKind<?>> ALL =
      List.of(HEAD, LOSS, SOLVER, STEP, METRIC, READER, EXPORTER, ENGINE);

  /** Says whether a class is part of a plugin of this kind. */
  boolean has(Class<?> part) {
    return type.isAssignableFrom(part) || parts.stream().anyMatch(p -> p.isAssignableFrom(part));
  }
}
