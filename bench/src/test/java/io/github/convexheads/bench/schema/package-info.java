/** Checks of JSON results against their documented fields. */
package io.github.convexheads.bench.schema;
