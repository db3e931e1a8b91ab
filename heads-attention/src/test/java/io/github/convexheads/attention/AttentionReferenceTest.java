package io.github.convexheads.attention;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.ReferenceContract;

class AttentionReferenceTest extends ReferenceContract {
  @Override
  protected HeadProvider provider() {
    return new AttentionHeadProvider();
  }

  @Override
  protected String head() {
    return "attention";
  }
}
