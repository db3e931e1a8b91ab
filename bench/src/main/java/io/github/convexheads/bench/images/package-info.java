/**
 * Labelled images from the usual files.
 *
 * <p>Read {@link io.github.convexheads.bench.images.ImageSource}, then its kinds: {@code
 * CifarRecords}, {@code IdxImages} and {@code ImageFolder}.
 */
package io.github.convexheads.bench.images;
