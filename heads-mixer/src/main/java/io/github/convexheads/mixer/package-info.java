/**
 * The MLP-Mixer head: linear, gated relu and relu.
 *
 * <p>Read {@link io.github.convexheads.mixer.MixerHeadProvider}, MixerHead (its settings),
 * MixerPreactivation (what its gates look at), MixerLift (its blocks, the exact reduction of the
 * pooled linear head, the way back to weights) and MixerFeatures (the two actions;
 * MixerFeatures.Pooled, GatedMixerFeatures and PooledGatedMixerFeatures are its other forms). The
 * product itself is in TokenMixing.
 */
package io.github.convexheads.mixer;
