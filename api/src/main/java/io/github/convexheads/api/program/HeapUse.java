package io.github.convexheads.api.program;

import org.apiguardian.api.API;

/**
 * What the data of a program take on the heap.
 *
 * @param tokens bytes of tokens; 0 for those that are mapped or computed whenever they are read
 * @param features bytes of prepared features, which are kept between passes while there is room and
 *     given up when memory runs short
 */
@API(status = API.Status.EXPERIMENTAL)
public record HeapUse(long tokens, long features) {}
