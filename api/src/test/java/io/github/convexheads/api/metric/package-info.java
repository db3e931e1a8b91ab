/** Tests of the measures of outputs. */
package io.github.convexheads.api.metric;
