/** Tests of how images become tokens. */
package io.github.convexheads.bench.backbone;
