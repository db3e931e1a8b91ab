/**
 * What is thrown where a part does not keep its contract: {@link
 * io.github.convexheads.api.internal.error.BrokenContractException}.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.error;

import org.apiguardian.api.API;
