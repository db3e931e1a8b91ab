/**
 * Words and numbers as people write them.
 *
 * <p>Read {@link io.github.convexheads.api.internal.text.Spelling} (what an unknown word may have
 * meant) and {@link io.github.convexheads.api.internal.text.NaturalOrder} (2 before 10).
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.text;

import org.apiguardian.api.API;
