/** Random hostile points, models, plugins, solvers and scales, and exact arithmetic that judges. */
package io.github.convexheads.bench.attack;
