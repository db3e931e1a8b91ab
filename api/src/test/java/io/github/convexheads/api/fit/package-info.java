/** Tests of parts of samples, for cross-validation and to hold out. */
package io.github.convexheads.api.fit;
