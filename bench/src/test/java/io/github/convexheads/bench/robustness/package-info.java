/** Odd problems on which no solver may leave its user without an answer. */
package io.github.convexheads.bench.robustness;
