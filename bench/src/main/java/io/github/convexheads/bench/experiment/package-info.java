/**
 * Comparisons of heads on the same tokens: every head is fitted along a path of beta, beta is
 * chosen on validation samples, and the test samples are used once, for the table.
 *
 * <p>Read {@link io.github.convexheads.bench.experiment.Experiment} (what is asked, from HOCON),
 * {@link io.github.convexheads.bench.experiment.TokenSets} (on which tokens), {@link
 * io.github.convexheads.bench.experiment.ExperimentData} (which samples are for what), {@link
 * io.github.convexheads.bench.experiment.Trial} (one head with one seed), {@link
 * io.github.convexheads.bench.experiment.Comparison} (all of them, with results that are kept) and
 * {@link io.github.convexheads.bench.experiment.ComparisonTable}.
 */
package io.github.convexheads.bench.experiment;
