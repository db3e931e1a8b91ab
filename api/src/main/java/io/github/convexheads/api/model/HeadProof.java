package io.github.convexheads.api.model;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.internal.loss.ClassWeights;
import io.github.convexheads.api.internal.network.DrawnIdentity;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes the certificate of a head anew from data. */
final class HeadProof {
  private HeadProof() {}

  /** Certifies a head on data; relu heads on the activation patterns of these data. */
  static Certificate of(
      FittedHead head,
      Kernel kernel,
      PreprocessedSamples seen,
      Targets targets,
      RandomStarts starts) {
    if (targets.outputs() != head.outputs()) {
      throw new InvalidInputException(
          "the targets have %s outputs, but this model gives %s"
              .formatted(targets.outputs(), head.outputs()));
    }
    Gates gates = head.gates();
    requireNetwork(head, seen.seen(), kernel, starts);
    if (head.head().activation() != Activation.RELU) {
      Problem problem = head.problem(gates.withoutSelection(), seen, targets);
      return kept(
          head, problem.withRandomStarts(starts).program(), head.variable(), head.witness());
    }
    ReluPatterns own =
        ReluPatterns.of(head, head.problem(gates.withoutSelection(), seen, targets).program());
    Gates found = head.head().examined(own.gates(), seen.seen(), targets.outputs(), kernel);
    Gates examined =
        DrawnIdentity.known(head.head(), found, seen.seen().shape(), targets.outputs());
    Problem problem = head.problem(examined, seen, targets).withRandomStarts(starts);
    List<Variable> points = own.variables(problem.lift());
    return kept(head, problem.program(), points.get(0), points.stream().skip(1).findFirst());
  }

  /** Features that are those of no network are the head's fault, and prove nothing of networks. */
  private static void requireNetwork(
      FittedHead head, Tokens seen, Kernel kernel, RandomStarts starts) {
    DrawnIdentity.violation(head.head(), head.gates(), seen, head.outputs(), kernel, starts.next(0))
        .ifPresent(
            violation -> {
              String type = head.provenance().configuration().get("head.type");
              throw DrawnIdentity.refusal(type, violation);
            });
  }

  /** Returns the training problem of a head with some gates on data. */
  static Problem problem(
      FittedHead head,
      Gates chosen,
      PreprocessedSamples seen,
      Targets targets,
      Kernel kernel,
      Workers workers) {
    Problem.TrainingData data =
        new Problem.TrainingData(
            () -> DataDigest.of(seen.raw(), targets, workers), seen.bytes(), targets.names());
    double beta = head.provenance().beta();
    Map<String, String> settings = head.provenance().configuration();
    String classWeights = settings.getOrDefault("loss." + ClassWeights.SETTING.key(), "");
    Targets weighted = ClassWeights.weighted(targets, classWeights);
    ProgramParts parts =
        new ProgramParts(
            settings,
            head.head(),
            chosen,
            seen.preprocessing(),
            weighted,
            head.loss(),
            beta,
            kernel,
            workers);
    return seen.problem(parts, data);
  }

  /** Certifies a head on any program of its own blocks. */
  static Certificate of(FittedHead head, ConvexProgram program) {
    return of(head, program, head.variable(), head.witness());
  }

  /** Certifies a point of a head, by the bound of its witness if it has one. */
  private static Certificate of(
      FittedHead head, ConvexProgram program, Variable point, Optional<Variable> witness) {
    RecordedCertificate claimed = head.provenance().certificate();
    return witness
        .flatMap(z -> Certifier.certify(program, z, new double[0], claimed).bound())
        .filter(bound -> bound.speaksFor(program))
        .map(bound -> Certifier.certify(program, point, head.intercept(), bound))
        .orElseGet(() -> Certifier.certify(program, point, head.intercept(), claimed));
  }

  /** The certificate, withdrawn where a promise that it rests on is not kept at its points. */
  private static Certificate kept(
      FittedHead head, ConvexProgram program, Variable point, Optional<Variable> witness) {
    Certificate found = of(head, program, point, witness);
    Optional<Evaluation.IdentityViolation> violation =
        Certifier.violation(program, point, found.scale());
    if (violation.isEmpty() && witness.isPresent()) {
      violation = Certifier.violation(program, witness.get(), found.scale());
    }
    return violation
        .map(
            broken ->
                found.withdrawn(
                    "%s %s: %s"
                        .formatted(
                            broken.part(),
                            head.provenance().configuration().get(broken.part() + ".type"),
                            broken.text())))
        .orElse(found);
  }
}
