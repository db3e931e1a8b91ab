/** Tests of {@link io.github.convexheads.bench.export.torch}, by PyTorch itself. */
package io.github.convexheads.bench.export.torch;
