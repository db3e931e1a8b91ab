/** Tests of saved heads with real plugins. */
package io.github.convexheads.bench.model;
