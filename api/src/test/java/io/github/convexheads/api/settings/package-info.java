/** Tests of documented, checked settings. */
package io.github.convexheads.api.settings;
