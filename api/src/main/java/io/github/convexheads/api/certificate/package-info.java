/**
 * The proof of optimality, computed from data and solution alone.
 *
 * <p>Read {@link io.github.convexheads.api.certificate.Certifier} (the dual problem), {@link
 * io.github.convexheads.api.certificate.Certificate} (its result) and, for solvers, {@link
 * io.github.convexheads.api.certificate.PointEvaluation} (what is known of a point) and {@link
 * io.github.convexheads.api.certificate.SingularPairs} (of its gradient).
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.certificate;

import org.apiguardian.api.API;
