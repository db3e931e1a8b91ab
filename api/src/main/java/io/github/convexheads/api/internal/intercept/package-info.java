/**
 * The unpenalised intercept of outputs, which may lie in parts: what is asked of them and how the
 * best one is found.
 *
 * <p>Read {@link io.github.convexheads.api.internal.intercept.InterceptFit} and {@link
 * io.github.convexheads.api.internal.intercept.ShiftedOutputs}.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.intercept;

import org.apiguardian.api.API;
