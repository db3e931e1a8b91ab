/**
 * The MLP-Mixer head: linear, gated relu and relu.
 *
 * <p>Read {@link io.github.convexheads.mixer.MixerHeadProvider}, MixerHead (its settings),
 * MixerPreactivation (what its gates look at, and the product itself), MixerLift (its blocks, the
 * exact reduction of the pooled linear head, the way back to weights) and MixerFeatures (the two
 * actions, linear, Pooled and Gated; PooledGatedMixerFeatures is their last form).
 * MixerInterpretation says what a fitted head does.
 */
package io.github.convexheads.mixer;
