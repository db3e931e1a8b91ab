package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;

/**
 * The best intercept of a point.
 *
 * @param intercept b, and what makes E a dual point
 * @param loss F there
 * @param found where a search near by starts
 */
record SettledIntercept(Intercept intercept, double loss, InterceptFit.Found found) {
  static SettledIntercept of(InterceptFit.Best best, InterceptFit search) {
    return new SettledIntercept(best.intercept(), best.columns().loss(), search.found());
  }
}
