/** The solver admm. */
module io.github.convexheads.admm {
  requires transitive io.github.convexheads.api;

  exports io.github.convexheads.admm;

  provides io.github.convexheads.api.solver.SolverProvider with
      io.github.convexheads.admm.AdmmProvider;
}
