package io.github.convexheads.fno;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.ReferenceContract;

class BlockFnoReferenceTest extends ReferenceContract {
  @Override
  protected HeadProvider provider() {
    return new BlockFnoHeadProvider();
  }

  @Override
  protected String head() {
    return "bfno";
  }
}
