package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

/** A batch of products of one shape, compared with the same products one by one. */
record BatchedGemm(
    GemmCase shape,
    int count,
    RealArray a,
    int strideA,
    RealArray b,
    int strideB,
    RealArray c,
    int strideC) {

  /** The shape and factors of {@code one} with new random contents. */
  static BatchedGemm random(
      GemmCase one, int count, int strideA, int strideB, int strideC, Random random) {
    return new BatchedGemm(
        one,
        count,
        random(one.a(), count, strideA, random),
        strideA,
        random(one.b(), count, strideB, random),
        strideB,
        random(one.c(), count, strideC, random),
        strideC);
  }

  private static RealArray random(RealArray one, int count, int stride, Random random) {
    int length = one.length() + Math.max(0, count - 1) * stride;
    RealArray array = RealArray.allocate(one.precision(), length);
    for (int i = 0; i < length; i++) {
      array.set(i, random.nextGaussian());
    }
    return array;
  }

  void verify(Kernel kernel) {
    RealArray batched = c.copy(c.precision());
    kernel.gemmBatched(
        count,
        shape.transA(),
        shape.transB(),
        shape.m(),
        shape.n(),
        shape.k(),
        shape.alpha(),
        a,
        shape.aPos(),
        shape.lda(),
        strideA,
        b,
        shape.bPos(),
        shape.ldb(),
        strideB,
        shape.beta(),
        batched,
        shape.cPos(),
        shape.ldc(),
        strideC);
    RealArray single = c.copy(c.precision());
    for (int i = 0; i < count; i++) {
      kernel.gemm(
          shape.transA(),
          shape.transB(),
          shape.m(),
          shape.n(),
          shape.k(),
          shape.alpha(),
          a,
          shape.aPos() + i * strideA,
          shape.lda(),
          b,
          shape.bPos() + i * strideB,
          shape.ldb(),
          shape.beta(),
          single,
          shape.cPos() + i * strideC,
          shape.ldc());
    }
    double tolerance = c.precision() == Precision.FLOAT64 ? 1e-13 : 1e-4;
    for (int i = 0; i < single.length(); i++) {
      assertThat(batched.get(i))
          .as("entry %d, %s", i, shape)
          .isCloseTo(single.get(i), within(tolerance));
    }
  }
}
