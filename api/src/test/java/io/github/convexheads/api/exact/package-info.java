/** Arithmetic with forty digits, to hold results against; it shares no code with what it judges. */
package io.github.convexheads.api.exact;
