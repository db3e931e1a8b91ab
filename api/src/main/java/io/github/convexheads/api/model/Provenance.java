package io.github.convexheads.api.model;

import io.github.convexheads.api.certificate.RecordedCertificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Where a fitted head comes from: all that is needed to fit it again, and what the fit proved. It
 * holds no time of day and no durations, so that equal fits give equal models.
 *
 * @param configuration the completed configuration as flat text by dotted key
 * @param solver id of the solver that gave the point, also where the configuration says {@code
 *     auto}
 * @param status why the solver stopped
 * @param iterations the number of iterations
 * @param beta the weight of the penalty
 * @param betaMax the smallest weight whose solution is zero
 * @param certificate what was proven of the training problem, as recorded
 * @param gateMargin {@link io.github.convexheads.api.head.Gates.Selection#margin()} of a gated
 *     head; null where no rounding in single precision can switch a gate
 * @param samples n, the number of training samples
 * @param dataDigest SHA-256 of the training tokens and targets, 64 hexadecimal digits after {@code
 *     tree:}, or alone of models of earlier builds
 * @param kernel id of the linear-algebra kernel
 * @param version version of convex-heads
 * @param extra further facts that the caller recorded, such as the hash of a backbone
 */
@API(status = API.Status.STABLE)
public record Provenance(
    Map<String, String> configuration,
    String solver,
    String status,
    int iterations,
    double beta,
    double betaMax,
    RecordedCertificate certificate,
    Double gateMargin,
    long samples,
    String dataDigest,
    String kernel,
    String version,
    Map<String, String> extra) {

  /** The key of the further fact that holds the names of classes, a JSON array of text. */
  public static final String CLASSES = "classes";

  /** The key of the further fact that names the solvers that ran, in order, where several did. */
  public static final String SOLVERS = "solvers";

  /** Copies the maps, sorted by key. */
  public Provenance {
    configuration = new TreeMap<>(configuration);
    extra = new TreeMap<>(extra);
  }

  /**
   * Returns this provenance with one more fact.
   *
   * @param key the name of the fact
   * @param value the fact
   * @return the new provenance
   */
  public Provenance with(String key, String value) {
    Map<String, String> more = new TreeMap<>(extra);
    more.put(key, value);
    return with(configuration, more);
  }

  /**
   * Returns this provenance with names of classes.
   *
   * @param names one different name for every output, or none
   * @return the new provenance
   */
  public Provenance withClassNames(List<String> names) {
    return names.isEmpty() ? this : with(CLASSES, ProvenanceJson.write(names));
  }

  /**
   * Returns the names of the classes.
   *
   * @return one name for every output, or none where they are not known
   * @throws io.github.convexheads.api.error.InvalidInputException if the record of them is damaged
   */
  public List<String> classNames() {
    String recorded = extra.get(CLASSES);
    return recorded == null ? List.of() : ProvenanceJson.readNames(recorded);
  }

  /**
   * Returns this provenance with one key of the configuration changed, as where a path of beta
   * passed the configured one.
   *
   * @param key the dotted key
   * @param value its value as text
   * @return the new provenance
   */
  public Provenance withConfiguration(String key, String value) {
    Map<String, String> changed = new TreeMap<>(configuration);
    changed.put(key, value);
    return with(changed, extra);
  }

  private Provenance with(Map<String, String> settings, Map<String, String> facts) {
    return new Provenance(
        settings,
        solver,
        status,
        iterations,
        beta,
        betaMax,
        certificate,
        gateMargin,
        samples,
        dataDigest,
        kernel,
        version,
        facts);
  }
}
