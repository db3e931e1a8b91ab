package hostile;

import io.github.convexheads.api.preprocess.StepProvider;

/** A step that does nothing yet. */
public abstract class StepBase implements StepProvider {

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "hostile";
  }

  @Override
  public String description() {
    return "A step of a test.";
  }
}
