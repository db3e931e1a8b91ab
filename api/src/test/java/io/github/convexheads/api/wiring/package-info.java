/** Tests of what a configuration binds, and what may be bound in its place. */
package io.github.convexheads.api.wiring;
