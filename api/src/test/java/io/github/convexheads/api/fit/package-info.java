/** Tests of parts of samples. */
package io.github.convexheads.api.fit;
