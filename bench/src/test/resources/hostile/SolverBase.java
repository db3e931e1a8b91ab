package hostile;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.List;

/** A solver as it should be, of which every hostile one changes one thing. */
public abstract class SolverBase implements HostileProvider<Solver>, SolverProvider {
  @Override
  public List<Setting<?>> settings() {
    return sound().settings();
  }

  /** Above every other solver, so that it is the one that auto would choose. */
  @Override
  public double preference(ConvexProgram program) {
    return 1e9;
  }

  @Override
  public Solver create(Settings settings) {
    return sound().create(settings);
  }

  private static SolverProvider sound() {
    return PluginCatalog.load().solver("projected-gradient").provider();
  }
}
