/**
 * Named steps that turn backbone tokens into the tokens that a head sees, fitted once on training
 * data and saved with the model.
 *
 * <p>Read {@link io.github.convexheads.api.preprocess.PreprocessSettings} (which steps), {@link
 * io.github.convexheads.api.preprocess.Projection} (onto principal directions), {@link
 * io.github.convexheads.api.preprocess.AppendedFeatures} (what they append), {@link
 * io.github.convexheads.api.preprocess.Preprocessing} (the fitted steps) and the view it makes of
 * tokens.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.preprocess;

import org.apiguardian.api.API;
