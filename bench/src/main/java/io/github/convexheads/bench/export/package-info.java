/**
 * Fitted heads for other software.
 *
 * <p>Read {@link io.github.convexheads.bench.export.OnnxExport} (a graph from tokens to outputs),
 * {@link io.github.convexheads.bench.export.torch.TorchExport} (a PyTorch module) and {@link
 * io.github.convexheads.bench.export.NpzExport} (the weights of the original architecture).
 */
package io.github.convexheads.bench.export;
