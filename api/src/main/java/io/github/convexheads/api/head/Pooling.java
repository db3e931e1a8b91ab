package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;
import org.apiguardian.api.API;

/** What becomes of the s output rows of a sample. */
@API(status = API.Status.STABLE)
public enum Pooling {
  /** The outputs are averaged over tokens: one row a sample, as for classification. */
  MEAN,
  /** Every token keeps its row: s rows a sample, as for denoising and dense prediction. */
  NONE,
  /** Only token 0 has outputs: one row a sample, as for backbones with a class token. */
  FIRST;

  /**
   * Returns T, the number of output rows of a sample.
   *
   * @param tokens s
   * @return s for {@link #NONE}, else 1
   */
  public int positions(int tokens) {
    return this == NONE ? tokens : 1;
  }

  /**
   * Returns the number of tokens that have outputs before they are pooled.
   *
   * @param tokens s
   * @return 1 for {@link #FIRST}, else s
   */
  public int outputTokens(int tokens) {
    return this == FIRST ? 1 : tokens;
  }

  /**
   * Returns the tokens at which outputs are taken that depend linearly on their own token.
   *
   * @param batch the samples
   * @return (samples*T) x d: the mean tokens, all tokens, or the first tokens
   */
  public Matrix rows(TokenBatch batch) {
    return switch (this) {
      case MEAN -> batch.meanTokens();
      case NONE -> batch.rows();
      case FIRST -> first(batch);
    };
  }

  /**
   * Returns the tokens that have outputs before they are pooled.
   *
   * @param batch the samples
   * @return (samples*{@link #outputTokens}) x d
   */
  public Matrix outputRows(TokenBatch batch) {
    return this == FIRST ? first(batch) : batch.rows();
  }

  /**
   * Draws the pooling of outputs.
   *
   * @param <T> a tensor of the graph
   * @param graph the graph
   * @param outputs N x s x c, or N x 1 x c where only token 0 has outputs
   * @param c the number of outputs
   * @return N x c, or N x s x c for {@link #NONE}
   */
  public <T> T pooled(NetworkGraph<T> graph, T outputs, int c) {
    return switch (this) {
      case MEAN -> graph.meanOverTokens(outputs);
      case NONE -> outputs;
      case FIRST -> graph.reshape(graph.gather(outputs, 1, 0), c);
    };
  }

  private static Matrix first(TokenBatch batch) {
    Matrix samples = Matrix.of(batch.values(), batch.samples(), batch.shape().size());
    return samples.columns(0, batch.features());
  }
}
