/** The value types, the plugin interfaces, the certificate, discovery and wiring. */
module io.github.convexheads.api {
  requires transitive com.google.guice;
  requires typesafe.config;
  requires com.fasterxml.jackson.annotation;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires commons.math3;
  requires dev.ludovic.netlib.blas;
  requires jakarta.inject;
  requires java.logging;
  requires java.management;
  requires jdk.management;
  requires ojalgo;
  // Native linear algebra is used where its jars are there.
  requires static org.apiguardian.api;
  requires static org.bytedeco.javacpp;
  requires static org.bytedeco.openblas;

  exports io.github.convexheads.api;
  exports io.github.convexheads.api.catalog;
  exports io.github.convexheads.api.certificate;
  exports io.github.convexheads.api.configuration;
  exports io.github.convexheads.api.data;
  exports io.github.convexheads.api.error;
  exports io.github.convexheads.api.fit;
  exports io.github.convexheads.api.head;
  exports io.github.convexheads.api.kernel;
  exports io.github.convexheads.api.loss;
  exports io.github.convexheads.api.metric;
  exports io.github.convexheads.api.model;
  exports io.github.convexheads.api.preprocess;
  exports io.github.convexheads.api.program;
  exports io.github.convexheads.api.settings;
  exports io.github.convexheads.api.solver;
  exports io.github.convexheads.api.token;
  exports io.github.convexheads.api.wiring;

  exports io.github.convexheads.api.internal.loss to
      io.github.convexheads.admm;
  exports io.github.convexheads.api.internal.memory to
      io.github.convexheads.admm,
      io.github.convexheads.ojalgo;
  exports io.github.convexheads.api.internal.program to
      io.github.convexheads.admm,
      io.github.convexheads.ojalgo;
  exports io.github.convexheads.api.internal.quasinewton to
      io.github.convexheads.ojalgo;

  opens io.github.convexheads.api.certificate to
      com.fasterxml.jackson.databind;
  opens io.github.convexheads.api.model to
      com.fasterxml.jackson.databind;
  opens io.github.convexheads.api.wiring to
      com.google.guice;

  uses io.github.convexheads.api.head.HeadProvider;
  uses io.github.convexheads.api.kernel.KernelProvider;
  uses io.github.convexheads.api.loss.LossProvider;
  uses io.github.convexheads.api.metric.MetricProvider;
  uses io.github.convexheads.api.model.ExporterProvider;
  uses io.github.convexheads.api.program.EngineProvider;
  uses io.github.convexheads.api.preprocess.StepProvider;
  uses io.github.convexheads.api.solver.SolverProvider;
  uses io.github.convexheads.api.token.TokenReaderProvider;

  provides io.github.convexheads.api.kernel.KernelProvider with
      io.github.convexheads.api.kernel.openblas.OpenBlasProvider,
      io.github.convexheads.api.kernel.java.JavaKernelProvider;

  provides io.github.convexheads.api.loss.LossProvider with
      io.github.convexheads.api.internal.loss.SoftmaxLossProvider,
      io.github.convexheads.api.internal.loss.SquaredLossProvider,
      io.github.convexheads.api.internal.loss.LogisticLossProvider,
      io.github.convexheads.api.internal.loss.HuberLossProvider,
      io.github.convexheads.api.internal.loss.SquaredHingeLossProvider;
}
