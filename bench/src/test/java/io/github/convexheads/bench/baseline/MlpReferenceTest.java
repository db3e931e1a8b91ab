package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.ReferenceContract;

class MlpReferenceTest extends ReferenceContract {
  @Override
  protected HeadProvider provider() {
    return new MlpHeadProvider();
  }

  @Override
  protected String head() {
    return "mlp";
  }
}
