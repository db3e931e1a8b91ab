package io.github.convexheads.api.program;

/** The factors of every Z_j = U_j V_j^T that a derivative is taken of, or that a line moves. */
enum FactorSides {
  /** U and V. */
  BOTH,

  /** V alone; nothing of the size of U is computed. */
  RIGHT
}
