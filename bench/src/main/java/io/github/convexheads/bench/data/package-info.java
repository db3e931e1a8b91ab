/**
 * Where tokens and targets are, as people name them.
 *
 * <p>Read {@link io.github.convexheads.bench.data.TokenInput} (files of tokens and how they are
 * laid out), {@link io.github.convexheads.bench.data.TargetInput} (files of targets and what they
 * are) and {@link io.github.convexheads.bench.data.ArraySource} (one array, {@code FILE} or {@code
 * FILE:NAME}).
 */
package io.github.convexheads.bench.data;
