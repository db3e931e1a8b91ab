package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verification proves relu's claims from the data and never takes the file's word for them. */
class VerifyReluTest {
  private static final int SAMPLES = 12;

  @TempDir private Path folder;
  private FitFiles files;

  /** Real targets, of few samples and features, so that all activation patterns can be listed. */
  @BeforeEach
  void writeData() {
    files = new FitFiles(folder);
    Random random = new Random(5);
    double[] values = new double[SAMPLES * 2];
    double[] targets = new double[SAMPLES * 2];
    Arrays.setAll(values, i -> random.nextGaussian());
    Arrays.setAll(targets, i -> Math.abs(values[i]) + 0.1 * random.nextGaussian());
    Npy.write(files.tokens(), values, SAMPLES, 1, 2);
    Npy.write(files.labels(), targets, SAMPLES, 2);
  }

  private FittedHead fitted(String... more) {
    String[] settings = {
      "head.type=mlp", "head.activation=relu", "loss.type=squared", "beta-fraction=0.1"
    };
    files.fitted(Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new));
    return ConvexHeads.builder().load(files.model());
  }

  private Run verify() {
    return files.onData("verify", "--json");
  }

  @Test
  void aModelWithAllPatternsIsProvenOptimalAmongAllNetworks() {
    fitted();

    Run run = verify();

    assertThat(run.code()).as(run.err() + run.out()).isZero();
    assertThat(FitFiles.facts(run).get("claim").asText()).startsWith("optimal within ");
  }

  @Test
  void aModelWithDrawnPatternsIsProvenForThoseAlone() {
    fitted("head.gates.enumerate=false");

    Run run = verify();

    assertThat(run.code()).isZero();
    assertThat(FitFiles.facts(run).get("claim").asText())
        .contains(" for these activation patterns");
  }

  @Test
  void aModelThatLostAPatternIsNotTakenForOneOfAllNetworks() {
    FittedHead whole = fitted();
    int spare = 0;
    while (whole.variable().block(spare).rank() > 0) {
      spare++;
    }
    List<double[]> gates = new ArrayList<>();
    List<Factors> blocks = new ArrayList<>(whole.variable().blocks());
    for (int j = 0; j < whole.gates().count(0); j++) {
      gates.add(whole.gates().gate(0, j));
    }
    gates.remove(spare);
    blocks.remove(spare);
    Gates fewer = Gates.of(List.<double[][]>of(gates.toArray(double[][]::new)));
    altered(whole, fewer, new Variable(blocks), whole.provenance()).save(files.model());

    Run run = verify();

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    assertThat(FitFiles.facts(run).get("verified").asBoolean()).isFalse();
    assertThat(FitFiles.facts(run).get("claim").asText())
        .contains(" for these activation patterns");
  }

  @Test
  void aModelThatClaimsAllNetworksWithoutHavingThemIsNotConfirmed() {
    FittedHead drawn = fitted("head.gates.enumerate=false");
    Provenance honest = drawn.provenance();
    RecordedCertificate claimed = claimingAll(honest.certificate());
    for (String enumerate : List.of("false", "auto")) {
      Provenance boasting =
          new Provenance(
                  honest.configuration(),
                  honest.solver(),
                  honest.status(),
                  honest.iterations(),
                  honest.beta(),
                  honest.betaMax(),
                  claimed,
                  honest.gateMargin(),
                  honest.samples(),
                  honest.dataDigest(),
                  honest.kernel(),
                  honest.version(),
                  honest.extra())
              .withConfiguration("head.gates.enumerate", enumerate);
      altered(drawn, drawn.gates(), drawn.variable(), boasting).save(files.model());

      Run run = verify();

      assertThat(run.code()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
      assertThat(FitFiles.facts(run).get("claim").asText())
          .contains(" for these activation patterns");
    }
  }

  private static RecordedCertificate claimingAll(RecordedCertificate c) {
    return new RecordedCertificate(
        c.primal(),
        c.dual(),
        c.loss(),
        c.penalty(),
        c.beta(),
        c.scale(),
        c.norms(),
        c.failureProbability(),
        c.ranks(),
        ConvexProgram.Scope.ALL_NETWORKS,
        c.seed(),
        c.floor());
  }

  /** A model with parts exchanged and a matching digest. */
  private static FittedHead altered(
      FittedHead head, Gates gates, Variable variable, Provenance provenance) {
    return new FittedHead(
        new FittedHead.Model(head.head(), head.loss(), head.preprocessing(), gates, head.outputs()),
        variable,
        head.intercept(),
        provenance,
        Kernels.best(),
        Workers.of(1));
  }
}
