/** The library inside somebody else's program: parallel fits, cancellation, threads, the README. */
package io.github.convexheads.bench.embedding;
