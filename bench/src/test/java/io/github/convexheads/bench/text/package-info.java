/** Tests of tables, CSV and names as text. */
package io.github.convexheads.bench.text;
