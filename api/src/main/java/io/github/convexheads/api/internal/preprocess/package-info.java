/**
 * Arithmetic of preprocessing steps that exported networks repeat.
 *
 * <p>Read {@link io.github.convexheads.api.internal.preprocess.LayerNorm}.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.preprocess;

import org.apiguardian.api.API;
