/** Guards the promise to plugins: no public signature changes unnoticed. */
package io.github.convexheads.api.compatibility;
