package io.github.convexheads.api.program;

/**
 * The smooth part of the objective at a factored point: F(Z) = (1/n) sum of losses, and its
 * derivatives with respect to the factors, dF/dU_j = (A_j^* E / n) V_j and dF/dV_j = (A_j^* E /
 * n)^T U_j, where E is the gradient of the losses.
 *
 * @param loss F(Z)
 * @param factors for every block dF/dU_j as left and dF/dV_j as right factor
 */
public record Gradient(double loss, Variable factors) {}
