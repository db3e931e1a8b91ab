package io.github.convexheads.fno;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.ReferenceContract;

class FnoReferenceTest extends ReferenceContract {
  @Override
  protected HeadProvider provider() {
    return new FnoHeadProvider();
  }

  @Override
  protected String head() {
    return "fno";
  }
}
