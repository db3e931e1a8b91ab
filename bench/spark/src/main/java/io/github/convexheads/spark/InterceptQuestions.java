package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import java.util.Arrays;

/** What a search for the intercept asks of every block. */
final class InterceptQuestions {
  private InterceptQuestions() {}

  /** The sums of the columns of outputs. */
  record Sums(OutputsName outputs, int c) implements Question {
    @Override
    public long length() {
      return c;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      return outputs.make(here).sums();
    }
  }

  /** Loss, slope, sums and sizes of the columns of E / n, and the Hessian, at some intercepts. */
  record Columns(OutputsName outputs, int c, boolean hessian, InterceptData... at)
      implements Question {
    int lengthOfOne() {
      return 2 + 2 * c + (hessian ? c * c : 0);
    }

    @Override
    public long length() {
      return (long) lengthOfOne() * at.length;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      ShiftedOutputs own = outputs.make(here);
      double[] answer = new double[Math.toIntExact(length())];
      int to = 0;
      for (InterceptData b : at) {
        ShiftedOutputs.Columns found = own.at(b.rebuilt());
        answer[to++] = found.loss();
        answer[to++] = found.slope();
        System.arraycopy(found.sums(), 0, answer, to, c);
        System.arraycopy(found.sizes(), 0, answer, to + c, c);
        to += 2 * c;
        if (hessian) {
          System.arraycopy(own.hessian(b.values()), 0, answer, to, c * c);
          to += c * c;
        }
      }
      return Arrays.stream(answer).map(value -> share * value).toArray();
    }
  }

  /** The Hessian with respect to the intercept. */
  record Hessian(OutputsName outputs, double[] b) implements Question {
    @Override
    public long length() {
      return (long) b.length * b.length;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      return Arrays.stream(outputs.make(here).hessian(b)).map(value -> share * value).toArray();
    }
  }
}
