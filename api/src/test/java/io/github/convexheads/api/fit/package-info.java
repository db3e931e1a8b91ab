/** Tests of fits with a head and a solver of the tests' own. */
package io.github.convexheads.api.fit;
