package hostile;

import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;

/** A step that does nothing yet. */
public abstract class StepBase implements HostileProvider<PreprocessingStep>, StepProvider {
}
