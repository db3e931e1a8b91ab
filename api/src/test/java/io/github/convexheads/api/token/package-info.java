/** Tests of tokens and targets. */
package io.github.convexheads.api.token;
