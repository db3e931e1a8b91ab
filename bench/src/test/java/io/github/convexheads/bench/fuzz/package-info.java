/**
 * Damaged files of every kind: each is read, or refused by an InvalidInputException.
 *
 * <p>Read {@link io.github.convexheads.bench.fuzz.Parser}, what is read; {@link
 * io.github.convexheads.bench.fuzz.Mutation}, how inputs are made; and {@code FuzzTest}.
 */
package io.github.convexheads.bench.fuzz;
