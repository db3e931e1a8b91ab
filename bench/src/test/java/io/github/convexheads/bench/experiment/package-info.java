/** Tests of what comparisons compute from the results of single fits. */
package io.github.convexheads.bench.experiment;
