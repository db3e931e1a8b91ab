/**
 * Measures of outputs against targets, such as accuracy, and what they are made of.
 *
 * <p>Read {@link io.github.convexheads.api.metric.Metric} (one number for all samples), {@link
 * io.github.convexheads.api.metric.Metric.Measurement} (the number, its interval and its parts),
 * and {@link io.github.convexheads.api.loss.Loss.Link} (how outputs become probabilities). A loss
 * names the metrics that judge its heads.
 */
@API(status = API.Status.EXPERIMENTAL)
package io.github.convexheads.api.metric;

import org.apiguardian.api.API;
