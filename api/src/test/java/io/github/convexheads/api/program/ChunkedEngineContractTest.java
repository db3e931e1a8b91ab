package io.github.convexheads.api.program;

import io.github.convexheads.api.head.DenseAttentionProvider;
import io.github.convexheads.api.head.HeadProvider;

class ChunkedEngineContractTest extends EngineContract {
  @Override
  protected Engine engine() {
    return new ChunkedEngine();
  }

  @Override
  protected HeadProvider head() {
    return new DenseAttentionProvider();
  }
}
