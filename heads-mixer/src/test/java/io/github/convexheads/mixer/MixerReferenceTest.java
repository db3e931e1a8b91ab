package io.github.convexheads.mixer;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.ReferenceContract;

class MixerReferenceTest extends ReferenceContract {
  @Override
  protected HeadProvider provider() {
    return new MixerHeadProvider();
  }

  @Override
  protected String head() {
    return "mixer";
  }
}
