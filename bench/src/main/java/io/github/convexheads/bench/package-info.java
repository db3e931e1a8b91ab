/**
 * The workbench: the {@code convex-heads} command.
 *
 * <p>Read {@link io.github.convexheads.bench.Main}; every verb is one class in {@code
 * io.github.convexheads.bench.command}.
 */
package io.github.convexheads.bench;
