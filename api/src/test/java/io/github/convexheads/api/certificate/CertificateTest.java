package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.program.ConvexProgram;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a certificate says of its bounds, and that no other code can make one. */
class CertificateTest {

  @Test
  void nobodyElseCanMakeOne() {
    assertThat(Certificate.class.getConstructors()).isEmpty();
    assertThat(Modifier.isFinal(Certificate.class.getModifiers())).isTrue();
    assertThat(Arrays.stream(Certificate.class.getDeclaredConstructors()))
        .allMatch((Constructor<?> made) -> Modifier.isPrivate(made.getModifiers()));
    assertThat(Arrays.stream(Certificate.class.getMethods()))
        .noneMatch(method -> Modifier.isStatic(method.getModifiers()));
  }

  /** Down to the last bit: both bounds are rounded outward, so nothing excuses it. */
  @ParameterizedTest
  @ValueSource(doubles = {1.0000000000000002, 1.0001, 1.3, 1e300, Double.POSITIVE_INFINITY})
  void aBoundAboveTheObjectiveIsAContradictionAndProvesNothing(double dual) {
    Certificate found = GivenCertificate.of(1, dual);

    assertThat(found.contradiction()).contains(Certificate.Contradiction.of(1, dual));
    assertThat(found.dual()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(found.gap()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(found.relativeGap()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(found.proves(1e300)).isFalse();
    assertThat(found.statement(1e300)).startsWith("contradiction: ").doesNotContain("optimal");
    assertThat(found.toString()).isEqualTo(found.statement(1));
  }

  @Test
  void aReasonWithdrawsTheBound() {
    Certificate found = GivenCertificate.of(1, 0.5).withdrawn("the head breaks a promise");

    assertThat(found.contradiction())
        .contains(new Certificate.Contradiction(1, 0.5, "the head breaks a promise"));
    assertThat(found.dual()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(found.statement(1))
        .isEqualTo("contradiction: the head breaks a promise; nothing is proven");
    assertThat(GivenCertificate.of(1, 2).withdrawn("better known").contradiction())
        .contains(new Certificate.Contradiction(1, 2, "better known"));
  }

  @Test
  void equalBoundsAreAGapOfZero() {
    Certificate found = GivenCertificate.of(1, 1);

    assertThat(found.contradiction()).isEmpty();
    assertThat(found.gap()).isZero();
    assertThat(found.statement(1e-6)).isEqualTo("optimal within 0.0e+00 (relative, proven)");
  }

  @Test
  void theGapIsRelativeToTheObjective() {
    assertThat(GivenCertificate.of(200, 199).relativeGap()).isCloseTo(0.005, within(1e-15));
    assertThat(GivenCertificate.of(-200, -201).relativeGap()).isCloseTo(0.005, within(1e-15));
    assertThat(GivenCertificate.of(1e-13, 0).relativeGap()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void optimalHasOneMeaningAndIsSaidWithItsNumber() {
    assertThat(GivenCertificate.of(1, 1 - 7.36e-4).statement(1e-3))
        .isEqualTo("optimal within 7.4e-04 (relative, proven)");
    assertThat(GivenCertificate.of(1, 1 - 7.36e-4, ConvexProgram.Scope.THESE_GATES).statement(1e-3))
        .isEqualTo("optimal for these gates within 7.4e-04 (relative, proven)");
    assertThat(GivenCertificate.of(1, 1 - 7.36e-4).statement(1e-4))
        .isEqualTo("within 7.4e-04 of the optimum (relative, proven)");
    assertThat(
            GivenCertificate.of(1, 1 - 7.36e-4, ConvexProgram.Scope.THESE_PATTERNS).statement(1e-4))
        .isEqualTo(
            "within 7.4e-04 of the optimum for these activation patterns (relative, proven)");
  }

  /** A tolerance of 1 does not make a gap of 0.73 optimal. */
  @Test
  void noToleranceMakesALargeGapOptimal() {
    assertThat(GivenCertificate.of(1, 0.25).statement(1))
        .isEqualTo("within 7.5e-01 of the optimum (relative, proven)");
    assertThat(GivenCertificate.of(1, 0.985).statement(1)).doesNotContain("optimal");
    assertThat(GivenCertificate.of(1, 1 - 0x1p-8).statement(1))
        .startsWith("optimal within 4.0e-03");
  }

  @Test
  void whatIsNoNumberProvesNothing() {
    for (Certificate found :
        new Certificate[] {
          GivenCertificate.of(Double.NaN, 1),
          GivenCertificate.of(1, Double.NaN),
          GivenCertificate.of(1, Double.NEGATIVE_INFINITY)
        }) {
      assertThat(found.proves(1e300)).isFalse();
      assertThat(found.statement(1e300)).isEqualTo("no distance to the optimum is proven");
    }
  }

  @Test
  void theRecordHasTheSameNumbersAndNoMoreThanNumbers() {
    Certificate found = GivenCertificate.of(2, 1.5);

    assertThat(found.recorded().gap()).isEqualTo(found.gap());
    assertThat(found.recorded().relativeGap()).isEqualTo(found.relativeGap());
    assertThat(
            new RecordedCertificate(
                1, 2, 1, 0, 1, 1, found.norms(), 0, found.ranks(), null, null, null))
        .satisfies(
            record -> {
              assertThat(record.gap()).isEqualTo(-1);
              assertThat(record.scope()).isEqualTo(ConvexProgram.Scope.THESE_PATTERNS);
            });
  }

  @Test
  void certificatesOfTheSameNumbersAreEqual() {
    Certificate one = GivenCertificate.of(2, 1.5);

    assertThat(one).isEqualTo(GivenCertificate.of(2, 1.5)).hasSameHashCodeAs(one.recorded());
    assertThat(one).isNotEqualTo(GivenCertificate.of(2, 1.25)).isNotEqualTo(one.recorded());
    assertThat(one.seed()).isEmpty();
    assertThat(one.failureProbability()).isZero();
    Certificate drawn =
        Certificate.of(
            new RecordedCertificate(
                2, 1, 2, 0, 1, 1, one.norms(), 1e-9, one.ranks(), null, 7L, null));
    assertThat(drawn.seed()).hasValue(7);
    assertThat(drawn.failureProbability()).isEqualTo(1e-9);
  }

  @Test
  void aGapThatIsTheToleranceIsProven() {
    assertThat(GivenCertificate.of(1, 0.75).proves(0.25)).isTrue();
    assertThat(GivenCertificate.of(1, 0.75).proves(Math.nextDown(0.25))).isFalse();
  }
}
