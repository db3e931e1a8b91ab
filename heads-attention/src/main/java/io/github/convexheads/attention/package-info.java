/**
 * The self-attention head: linear, gated relu and relu.
 *
 * <p>Read {@link io.github.convexheads.attention.AttentionHeadProvider}, AttentionHead (its
 * settings), AttentionPreactivation (what its gates look at), AttentionLift (its blocks, the way
 * back to weights) and AttentionFeatures (the two actions; GatedAttentionFeatures and
 * PooledGatedAttentionFeatures are its other forms). What the first two share is in
 * SymmetricFeatures, the products themselves are in WeightProduct and TokenProducts.
 */
package io.github.convexheads.attention;
