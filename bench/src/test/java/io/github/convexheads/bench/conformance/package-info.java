/** Tests of the reference problems. */
package io.github.convexheads.bench.conformance;
