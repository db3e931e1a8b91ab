/** Tests of the readers of images. */
package io.github.convexheads.bench.images;
