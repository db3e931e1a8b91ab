package org.example.plugin;

import io.github.convexheads.api.metric.MetricContract;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;

class CohensKappaContractTest extends MetricContract {
  @Override
  protected MetricProvider provider() {
    return new CohensKappaProvider();
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows) {
    return Targets.labels(random.ints(rows, 0, 3).toArray(), 3);
  }

  @Override
  protected double[] best(Targets targets) {
    double[] outputs = new double[targets.samples() * 3];
    for (int row = 0; row < targets.samples(); row++) {
      outputs[row * 3 + ((ClassLabels) targets).label(row)] = 1;
    }
    return outputs;
  }

  @Override
  protected double expectedBest() {
    return 1;
  }
}
