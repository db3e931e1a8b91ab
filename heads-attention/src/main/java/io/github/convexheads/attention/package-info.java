/**
 * Convex self-attention: sum over heads of sigma(X W1 X^T) X W2 (Sahiner et al., 2022, theorems 3.1
 * and 3.2).
 *
 * <p>Read {@link io.github.convexheads.attention.AttentionHeadProvider} (the id {@code attention}),
 * then {@code AttentionHead}, {@code AttentionLift} (blocks and the way back to W1 and W2), {@code
 * AttentionFeatures} (the two actions when the activation is linear) and {@code
 * GatedAttentionFeatures} (when gates switch them).
 */
package io.github.convexheads.attention;
