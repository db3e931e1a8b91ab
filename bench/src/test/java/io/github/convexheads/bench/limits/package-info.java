/** Tests that limits of time and cancellations are heeded, by clocks of their own. */
package io.github.convexheads.bench.limits;
