/**
 * Words and numbers as people write them.
 *
 * <p>Read {@link io.github.convexheads.api.internal.text.Spelling} (what an unknown word may have
 * meant), {@link io.github.convexheads.api.internal.text.NaturalOrder} (2 before 10), {@link
 * io.github.convexheads.api.internal.text.DecimalNumber} (numbers as people write them) and {@link
 * io.github.convexheads.api.internal.text.GapText} (gaps, rounded up).
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.text;

import org.apiguardian.api.API;
