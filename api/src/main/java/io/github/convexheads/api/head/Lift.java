package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A head as a lifted linear model: its blocks and, for any batch of samples, the lifted features.
 * Immutable and safe for use by several threads.
 *
 * <p>Source: Sahiner et al. (2022), theorems 3.1, 3.2, 4.1 and the section on Fourier Neural
 * Operators.
 */
@API(status = API.Status.STABLE)
public interface Lift {

  /**
   * Returns the shape of tokens that the lift takes.
   *
   * @return s x d
   */
  TokenShape shape();

  /**
   * Returns c, the number of outputs of a row.
   *
   * @return c
   */
  int outputs();

  /**
   * Returns the pooling of the outputs.
   *
   * @return the pooling
   */
  Pooling pooling();

  /**
   * Returns the blocks of the convex variable.
   *
   * @return at least one block
   */
  List<Block> blocks();

  /**
   * Prepares the lifted features of a batch.
   *
   * @param batch the samples, in the precision in which the features will work
   * @param kernel the linear algebra to use
   * @return the features, immutable and safe for use by several threads
   */
  Features features(TokenBatch batch, Kernel kernel);

  /**
   * Prepares the lifted features of a batch whose masks are known.
   *
   * @param batch the samples, in the precision in which the features will work
   * @param masks what {@link #gateMasks} returned for the same samples in double precision
   * @param kernel the linear algebra to use
   * @return what {@link #features(TokenBatch, Kernel)} returns
   */
  default Features features(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    return features(batch, kernel);
  }

  /**
   * Computes where all gates are open on a batch. A bit is a 32nd of a number, and takes much
   * longer to find: masks are kept between passes where features are not.
   *
   * @param batch the samples
   * @param kernel the linear algebra to use
   * @return one mask of samples * m bits for every block, in their order; empty without gates
   */
  default List<RowMask> gateMasks(TokenBatch batch, Kernel kernel) {
    return List.of();
  }

  /**
   * Returns how many bytes prepared features keep for one sample, so that a program can decide
   * whether to keep them between passes over the data.
   *
   * @param precision the precision of the features
   * @return bytes a sample
   */
  default long bytesPerSample(Precision precision) {
    return (long) precision.bytes() * shape().size();
  }

  /**
   * Returns how large the terms are that lifted features are summed of, by which their rounding
   * error is measured: for every sample at least the Frobenius norm of |phi[i,t]| for every t and
   * block, where |phi| adds the absolute values of its terms.
   *
   * @param batch the samples
   * @return one size a sample; empty where it is not known, and then estimated by projecting random
   *     vectors
   */
  default Optional<double[]> featureSizes(TokenBatch batch) {
    return Optional.empty();
  }

  /**
   * Turns one factor pair of a block, u v^T with u in R^R and v in R^(q*c), into the weights of one
   * head of the original architecture: the network with W1 and W2 has the outputs of u v^T, and
   * ||W1||_F = ||u||, ||W2||_F = ||v||.
   *
   * @param block index of the block
   * @param u R values
   * @param v q*c values
   * @return the head's weights
   */
  NetworkHead networkHead(int block, double[] u, double[] v);

  /**
   * Returns the pre-activations of a group as a linear action, for gates and for exact relu; a
   * linear lift has none.
   *
   * @return the number of pre-activations that one sample has, s*s for attention, s*d for the
   *     mixer, s for FNO and MLP; 0 when the activation is linear
   */
  default int preactivations() {
    return 0;
  }

  /**
   * Returns where weights let pre-activations pass, 1{z &gt;= 0}: the patterns of exact relu, by
   * the same sums as those of gates.
   *
   * @param batch the samples
   * @param group the group of the weights
   * @param weights weights of the shape of W1
   * @return one mask of samples * m bits for every weight
   */
  default List<RowMask> masks(TokenBatch batch, int group, double[]... weights) {
    throw new IllegalStateException("a linear head has no pre-activations");
  }

  /**
   * Returns the sum of the absolute values of the terms of every pre-activation, by which its
   * rounding error is measured.
   *
   * @param batch the samples
   * @param group the group of the weights
   * @param weights k weights of the shape of W1, as length(W1) x k, row-major
   * @param k the number of weights
   * @return samples x m x k values
   */
  default double[] absoluteTerms(TokenBatch batch, int group, double[] weights, int k) {
    throw new IllegalStateException("a linear head has no pre-activations");
  }

  /**
   * Says what the weights of one head do, whatever the sample: the token-mixing matrix of a mixer,
   * the spectrum of an FNO filter.
   *
   * @param head a head of this lift
   * @return matrices to look at; empty where weights alone say nothing
   */
  default List<Interpretation> interpret(NetworkHead head) {
    return List.of();
  }

  /**
   * Says what one head does with one sample: the attention map X W1 X^T and the clusters of its
   * tokens.
   *
   * @param head a head of this lift
   * @param sample s x d values, row-major
   * @return matrices to look at; empty where the sample adds nothing to {@link
   *     #interpret(NetworkHead)}
   */
  default List<Interpretation> interpret(NetworkHead head, double[] sample) {
    return List.of();
  }

  /**
   * Returns the matrix by which one head adds tokens of one sample to others, the attention map X
   * W1 X^T, without what {@link #interpret(NetworkHead, double[])} makes of it, which may take far
   * longer. A row is the token that looks, a column the token that is looked at.
   *
   * @param head a head of this lift
   * @param sample s x d values, row-major
   * @return the matrix; by default the first of {@link #interpret(NetworkHead, double[])} that is s
   *     x s and {@link Interpretation.Scale#SIGNED}, empty where there is none
   */
  default Optional<Interpretation> tokenMap(NetworkHead head, double[] sample) {
    int s = shape().tokens();
    return interpret(head, sample).stream()
        .filter(shown -> shown.scale() == Interpretation.Scale.SIGNED)
        .filter(shown -> shown.rows() == s && shown.columns() == s)
        .findFirst();
  }
}
