/** Tests that exported heads compute what they computed here. */
package io.github.convexheads.bench.export;
