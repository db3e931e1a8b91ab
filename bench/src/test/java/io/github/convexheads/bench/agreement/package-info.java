/** Tests that all solvers agree on all heads. */
package io.github.convexheads.bench.agreement;
