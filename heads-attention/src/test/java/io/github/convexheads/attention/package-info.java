/** Tests of convex self-attention: the contract of heads, and the definition in plain loops. */
package io.github.convexheads.attention;
