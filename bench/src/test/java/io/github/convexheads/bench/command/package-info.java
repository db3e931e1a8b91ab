/** Tests of the verbs, run in process with captured output. */
package io.github.convexheads.bench.command;
