/**
 * The contract of heads, and tests of what heads share.
 *
 * <p>Plugins inherit {@link io.github.convexheads.api.head.HeadContract}, which extends {@link
 * io.github.convexheads.api.head.FeaturesContract}; {@link io.github.convexheads.api.head.HeadCase}
 * is one of its problems.
 */
package io.github.convexheads.api.head;
