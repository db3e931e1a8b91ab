/**
 * How the heap is divided.
 *
 * <p>Read {@link io.github.convexheads.api.internal.memory.MemoryBudget}, which gives every kept
 * thing its share.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.memory;

import org.apiguardian.api.API;
