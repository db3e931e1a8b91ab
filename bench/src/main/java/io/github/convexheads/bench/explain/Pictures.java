package io.github.convexheads.bench.explain;

import io.github.convexheads.bench.images.ImageShape;
import java.util.function.IntFunction;

/**
 * The images of samples.
 *
 * @param shape their shape
 * @param read gives the image of a sample, channels x height x width
 */
public record Pictures(ImageShape shape, IntFunction<float[]> read) {}
