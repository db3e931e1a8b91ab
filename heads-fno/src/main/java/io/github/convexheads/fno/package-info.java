/**
 * The Fourier Neural Operator heads FNO and B-FNO: linear, gated relu and relu.
 *
 * <p>Read {@link io.github.convexheads.fno.FnoHeadProvider} and {@link
 * io.github.convexheads.fno.BlockFnoHeadProvider}, FnoHead (their settings) with FnoGroup (which
 * features and outputs a group has), FnoPreactivation (what its gates look at), FnoLift (its
 * blocks, the exact reduction of the pooled linear head, the way back to weights) and FnoFeatures
 * (the two actions, linear, Pooled, First and Gated; PooledGatedFnoFeatures is their last form).
 * The product with circ(X) itself, through spectra, is in CircularCorrelation on a FourierBasis.
 * FnoInterpretation says what a fitted head does.
 */
package io.github.convexheads.fno;
