/**
 * The data: token features of a frozen backbone and what a head should say about them.
 *
 * <p>Read {@link io.github.convexheads.api.token.Tokens} (n x s x d, in memory, on disk or
 * computed), {@link io.github.convexheads.api.token.TokenBatch} (the samples that one step of work
 * sees) and {@link io.github.convexheads.api.token.Targets} (class labels or real values).
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.token;

import org.apiguardian.api.API;
