/** What callers get told of: {@link io.github.convexheads.api.error.InvalidInputException}. */
package io.github.convexheads.api.error;
