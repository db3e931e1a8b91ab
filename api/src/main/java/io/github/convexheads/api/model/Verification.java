package io.github.convexheads.api.model;

import io.github.convexheads.api.certificate.Certificate;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What became of the claims of a model's record when everything in it that follows from the data
 * was computed again.
 *
 * @param certificate the certificate of the model's variable, from the data
 * @param betaMax the smallest weight whose solution is zero, from the data
 * @param sameData whether these are the data that the model was fitted on
 * @param differences what the record says otherwise; empty where data differ, because then all may
 * @param unverified what the record says and no data can show, such as the name of the solver
 */
@API(status = API.Status.STABLE)
public record Verification(
    Certificate certificate,
    double betaMax,
    boolean sameData,
    List<Difference> differences,
    List<String> unverified) {

  /** Copies the lists. */
  public Verification {
    differences = List.copyOf(differences);
    unverified = List.copyOf(unverified);
  }

  /**
   * Says whether all that the record claims was found again.
   *
   * @return true if data and record agree and the bounds do not contradict each other
   */
  public boolean confirmed() {
    return sameData && differences.isEmpty() && certificate.contradiction().isEmpty();
  }

  /**
   * Something that the record of a model says and that its training data do not.
   *
   * @param what what is recorded, such as {@code preprocess.gain[3]}
   * @param recorded what the record says
   * @param found what the data say
   */
  public record Difference(String what, String recorded, String found) {

    /**
     * Returns the difference in words.
     *
     * @return one line
     */
    public String text() {
      return "%s: recorded %s, found %s".formatted(what, recorded, found);
    }
  }
}
