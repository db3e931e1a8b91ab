/**
 * Images that the product draws itself, so that everything can be tried without any data.
 *
 * <p>Read {@link io.github.convexheads.bench.shapes.ShapeImages} and {@link
 * io.github.convexheads.bench.shapes.Patches}.
 */
package io.github.convexheads.bench.shapes;
