/**
 * Fitted heads as PyTorch modules.
 *
 * <p>Read {@link io.github.convexheads.bench.export.torch.TorchExport}, then how it works: {@code
 * TorchGraph} records the operations that a head draws, {@code TorchProgram} folds those that
 * repeat from head to head into loops, and {@code TorchSource} writes them as Python.
 */
package io.github.convexheads.bench.export.torch;
