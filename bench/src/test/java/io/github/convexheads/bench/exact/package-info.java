/** Fits held against arithmetic with forty digits, from the definitions of heads and losses. */
package io.github.convexheads.bench.exact;
