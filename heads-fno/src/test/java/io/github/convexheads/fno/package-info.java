/** Tests of the FNO heads; FnoNetwork is the naive twin. */
package io.github.convexheads.fno;
