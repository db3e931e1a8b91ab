package io.github.convexheads.api.program;

import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Tokens whose samples lie on other machines, and whoever puts programs together there. A fit of
 * such tokens is the same as of any: preprocessing, gates and digest see {@link Tokens}, and what
 * is asked of all samples again and again goes to where they are.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface DistributedTokens extends SummedTokens {

  /**
   * Puts a program together where the samples are.
   *
   * @param parts what it is made of
   * @return the program, whose evaluations stay with the samples
   * @throws io.github.convexheads.api.error.InvalidInputException if it cannot be put together
   *     elsewhere; says why
   */
  ConvexProgram program(ProgramParts parts);

  /**
   * Computes outputs where the samples are.
   *
   * @param parts a program; of its targets only the number of outputs matters
   * @param z a variable of the program
   * @return n x T x c values, row-major, without intercept
   */
  double[] outputs(ProgramParts parts, Variable z);

  /**
   * Returns targets that were kept in one place with the samples.
   *
   * @return n targets, or none where the samples came alone
   * @throws io.github.convexheads.api.error.InvalidInputException if they are not allowed; says why
   */
  default Optional<Targets> targets() {
    return Optional.empty();
  }

  /**
   * Returns weights that were kept in one place with the samples, for targets that were not; {@link
   * #targets} have them already.
   *
   * @return n weights, or none where all samples count the same
   */
  default Optional<double[]> weights() {
    return Optional.empty();
  }
}
