package io.github.convexheads.api.fit;

import io.github.convexheads.api.solver.ProgressListener;

/**
 * One fit that is under way.
 *
 * @param began when, by {@link System#nanoTime}
 * @param limits its limits
 * @param listener hears of it
 */
record FitRun(long began, FitLimits limits, ProgressListener listener) {}
