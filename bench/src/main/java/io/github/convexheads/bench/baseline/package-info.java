/**
 * The baselines, written against the plugin interfaces as a third party would.
 *
 * <p>Read {@link io.github.convexheads.bench.baseline.LinearHeadProvider} and LinearHead, the
 * smallest head there is, then {@link io.github.convexheads.bench.baseline.MlpHeadProvider},
 * MlpHead (its settings), MlpPreactivation (what its gates look at), MlpLift (its blocks and the
 * way back to weights) and MlpFeatures (the two actions; GatedMlpFeatures and
 * PooledGatedMlpFeatures are its other forms).
 */
package io.github.convexheads.bench.baseline;
