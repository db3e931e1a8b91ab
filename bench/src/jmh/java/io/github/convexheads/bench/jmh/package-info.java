/**
 * JMH benchmarks: {@code mvn -q -Pquick,benchmark -DskipTests -pl bench -am verify -Djmh="NAME"}.
 *
 * <p>Read {@link io.github.convexheads.bench.jmh.ActionBenchmark} (the two actions of every head)
 * and {@link io.github.convexheads.bench.jmh.ActionTable} (their share of the gemm peak).
 */
package io.github.convexheads.bench.jmh;
