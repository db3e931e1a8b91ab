/**
 * What verbs write with {@code --json}: every field of every verb, once, from which the JSON Schema
 * and the page are made and to which tests hold what is written.
 *
 * <p>Read {@link io.github.convexheads.bench.schema.ResultSchema} (all verbs), {@link
 * io.github.convexheads.bench.schema.Field} and {@link io.github.convexheads.bench.schema.Type}.
 */
package io.github.convexheads.bench.schema;
