/**
 * The self-attention head: linear, gated relu and relu.
 *
 * <p>Read {@link io.github.convexheads.attention.AttentionHeadProvider}, AttentionHead (its
 * settings), AttentionPreactivation (what its gates look at), AttentionLift (its blocks, the way
 * back to weights) and AttentionFeatures (the two actions, linear and Gated, on what both share in
 * SymmetricFeatures; PooledGatedAttentionFeatures is their last form). The products themselves are
 * in WeightProduct and TokenProducts. AttentionInterpretation says what a fitted head does.
 */
package io.github.convexheads.attention;
