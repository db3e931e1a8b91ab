/** Tests of the report on a fitted head. */
package io.github.convexheads.bench.explain;
