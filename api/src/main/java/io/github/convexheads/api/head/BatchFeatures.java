package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;
import org.apiguardian.api.API;

/**
 * Features that keep their batch, and take pre-activations from the head's {@link Preactivation}.
 */
@API(status = API.Status.STABLE)
public abstract class BatchFeatures implements Features {
  private final TokenBatch batch;
  private final Preactivation preactivation;
  private final Kernel kernel;

  /**
   * Features of a batch.
   *
   * @param batch the samples
   * @param preactivation the pre-activations of the head
   * @param kernel the linear algebra to use
   */
  protected BatchFeatures(TokenBatch batch, Preactivation preactivation, Kernel kernel) {
    this.batch = batch;
    this.preactivation = preactivation;
    this.kernel = kernel;
  }

  /**
   * Returns the samples.
   *
   * @return the batch
   */
  protected final TokenBatch batch() {
    return batch;
  }

  /**
   * Returns the linear algebra to use.
   *
   * @return the kernel
   */
  protected final Kernel kernel() {
    return kernel;
  }

  @Override
  public final void preactivate(int group, Matrix w, Matrix z) {
    preactivation.apply(batch, group, w, z, kernel);
  }

  @Override
  public final void preactivateTranspose(int group, Matrix z, Matrix w) {
    preactivation.addTranspose(batch, group, z, w, kernel);
  }
}
