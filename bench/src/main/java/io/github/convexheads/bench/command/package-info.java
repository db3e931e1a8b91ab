/**
 * The verbs of the command, one class each.
 *
 * <p>Read {@link io.github.convexheads.bench.command.ConvexHeadsCommand} (exit codes and error
 * lines), {@code FitCommand} (the model of all others), {@code JsonOption} (machine-readable
 * results) and {@code FitReport} (what a fit tells).
 */
package io.github.convexheads.bench.command;
