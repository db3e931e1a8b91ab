/**
 * Convex heads as stages of Spark ML: estimators that fit a head with its proof on the cluster, and
 * models that predict. Parameters are called as the settings of a configuration are.
 */
package io.github.convexheads.spark.ml;
