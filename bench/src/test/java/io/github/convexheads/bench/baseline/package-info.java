/** Tests of the baselines; MlpNetwork is the naive twin. */
package io.github.convexheads.bench.baseline;
