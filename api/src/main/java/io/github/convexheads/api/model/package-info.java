/**
 * Fitted heads: they predict, prove themselves, give back network weights, save and load.
 *
 * <p>Read {@link io.github.convexheads.api.model.FittedHead}, {@link
 * io.github.convexheads.api.model.Provenance} (where it comes from) and {@link
 * io.github.convexheads.api.model.ModelFile} (its safetensors form).
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.model;

import org.apiguardian.api.API;
