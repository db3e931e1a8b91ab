/**
 * What tells data and models from others: SHA-256 over all that they are.
 *
 * <p>Read {@link io.github.convexheads.api.internal.digest.DataDigest} and {@link
 * io.github.convexheads.api.internal.digest.ModelDigest}.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.digest;

import org.apiguardian.api.API;
