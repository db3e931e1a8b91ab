/** Tests of the plugin folder, with plugins that are compiled and packed by the tests. */
package io.github.convexheads.api.catalog;
