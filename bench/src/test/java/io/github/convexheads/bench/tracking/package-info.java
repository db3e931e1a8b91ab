/** Tests of {@link io.github.convexheads.bench.tracking}. */
package io.github.convexheads.bench.tracking;
