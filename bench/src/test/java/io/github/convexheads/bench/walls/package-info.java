/**
 * The walls between the modules, checked on the compiled classes of every module.
 *
 * <p>Read {@link io.github.convexheads.bench.walls.ModuleWallsTest} for who may know whom, then
 * {@link io.github.convexheads.bench.walls.LibraryWallsTest} for which package may use which
 * library, then {@link io.github.convexheads.bench.walls.HouseRulesTest} for what no class may do.
 */
package io.github.convexheads.bench.walls;
