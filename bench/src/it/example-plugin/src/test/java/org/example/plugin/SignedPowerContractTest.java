package org.example.plugin;

import io.github.convexheads.api.preprocess.StepContract;
import io.github.convexheads.api.preprocess.StepProvider;

class SignedPowerContractTest extends StepContract {
  @Override
  protected StepProvider provider() {
    return new SignedPowerProvider();
  }
}
