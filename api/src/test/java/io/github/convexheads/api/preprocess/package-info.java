/** Tests of preprocessing against its definition. */
package io.github.convexheads.api.preprocess;
