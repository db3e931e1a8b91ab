/** The solvers low-rank, projected-gradient, interior-point and cone-descent. */
module io.github.convexheads.ojalgo {
  requires transitive io.github.convexheads.api;
  requires ojalgo;

  exports io.github.convexheads.ojalgo.gradient;
  exports io.github.convexheads.ojalgo.interior;
  exports io.github.convexheads.ojalgo.lowrank;
  exports io.github.convexheads.ojalgo.relu;

  provides io.github.convexheads.api.solver.SolverProvider with
      io.github.convexheads.ojalgo.gradient.ProjectedGradientProvider,
      io.github.convexheads.ojalgo.interior.InteriorPointProvider,
      io.github.convexheads.ojalgo.lowrank.LowRankProvider,
      io.github.convexheads.ojalgo.relu.ConeDescentProvider;
}
