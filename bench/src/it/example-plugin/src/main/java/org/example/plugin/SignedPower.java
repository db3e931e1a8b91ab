package org.example.plugin;

import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.token.TokenShape;

/**
 * Power normalisation, x becomes sign(x) |x|^a feature by feature, which draws heavy tails in
 * (Perronnin, Sanchez and Mensink, 2010, section 3.3).
 *
 * @param exponent a, in (0, 1]
 */
record SignedPower(double exponent) implements PreprocessingStep {

  @Override
  public TokenShape output(TokenShape input) {
    return input;
  }

  @Override
  public void map(double[] sample, TokenShape input, double[] mapped) {
    for (int i = 0; i < sample.length; i++) {
      mapped[i] = Math.copySign(StrictMath.pow(Math.abs(sample[i]), exponent), sample[i]);
    }
  }
}
