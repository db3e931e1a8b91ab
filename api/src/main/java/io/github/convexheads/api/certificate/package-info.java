/**
 * The proof of optimality, computed from data and solution alone.
 *
 * <p>Read {@link io.github.convexheads.api.certificate.Certifier} (MATH.md section 4), {@link
 * io.github.convexheads.api.certificate.Certificate} (its result), {@link
 * io.github.convexheads.api.certificate.SpectralNorm} (the dual constraint, with its error on the
 * safe side).
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.certificate;

import org.apiguardian.api.API;
