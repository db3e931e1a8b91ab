/**
 * Text that people and spreadsheets read: tables that fit a terminal, and safe CSV.
 *
 * <p>Read {@link io.github.convexheads.bench.text.TextTable} and {@link
 * io.github.convexheads.bench.text.Csv}.
 */
package io.github.convexheads.bench.text;
