/** Tests of the mixer head; MixerNetwork is the naive twin. */
package io.github.convexheads.mixer;
