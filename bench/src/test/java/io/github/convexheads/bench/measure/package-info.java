/** Tests of measures of fitted heads. */
package io.github.convexheads.bench.measure;
