/** What callers get told of: {@link io.github.convexheads.api.error.InvalidInputException}. */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.error;

import org.apiguardian.api.API;
