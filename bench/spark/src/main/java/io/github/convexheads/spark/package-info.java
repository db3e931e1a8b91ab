/**
 * Fits and proofs on Apache Spark.
 *
 * <p>Read {@link io.github.convexheads.spark.SparkTokens} (samples in the partitions of a cluster,
 * with which any fit runs there), {@code TokenBlock} (the unit of work), {@code PartitionedProgram}
 * with its {@code PartitionedEvaluation} (what the driver sees), {@code PointName} (what an
 * evaluation is for executors) and {@code BlockProgram} (what they make of it).
 */
package io.github.convexheads.spark;
