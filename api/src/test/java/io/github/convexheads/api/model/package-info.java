/** The contract of exporters, and what its tests need. */
package io.github.convexheads.api.model;
