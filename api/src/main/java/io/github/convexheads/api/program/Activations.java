package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Matrix;
import org.apiguardian.api.API;

/**
 * A relu network's gradient by what its activations see and give: with E at the outputs, (A^* E)^T
 * u of the pattern of any u is the sum over all pre-activations m of max(0, a_m.u) w_m.
 *
 * @param map a_m, n*m x R: pre-activations as a linear map of u
 * @param weights w_m, n*m x q*c: how E weighs every activation
 */
@API(status = API.Status.EXPERIMENTAL)
public record Activations(Matrix map, Matrix weights) {}
