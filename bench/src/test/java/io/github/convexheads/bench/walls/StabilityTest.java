package io.github.convexheads.bench.walls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.convexheads.bench.walls.Production.ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Every public type of the api says itself what may be expected of it. */
@AnalyzeClasses(packages = ROOT + ".api", importOptions = Production.class)
class StabilityTest {
  /** Exported to our own modules only, or not at all. */
  private static final String[] INTERNALS = {
    ROOT + ".api.internal..", ROOT + ".api.kernel.java", ROOT + ".api.kernel.openblas"
  };

  @ArchTest
  static final ArchRule public_types_have_a_stability_of_their_own =
      classes()
          .that()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .beAnnotatedWith(API.class)
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule what_is_internal_is_marked_so =
      classes()
          .that()
          .resideInAnyPackage(INTERNALS)
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .beAnnotatedWith(status("internal", API.Status.INTERNAL::equals))
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule the_stable_promise_nothing_unstable_by_inheritance =
      noClasses()
          .that()
          .areAnnotatedWith(status("stable", API.Status.STABLE::equals))
          .should()
          .beAssignableTo(
              describe(
                  "internal",
                  (JavaClass type) ->
                      type.isAnnotatedWith(status("internal", API.Status.INTERNAL::equals))));

  @ArchTest
  static final ArchRule signatures_of_the_contract_name_no_internals =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages(INTERNALS)
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and(describe("public or protected", StabilityTest::isPromised))
          .should(
              ArchConditions.be(
                  describe(
                      "free of internal types",
                      (JavaMethod method) ->
                          Stream.concat(
                                  method.getRawParameterTypes().stream(),
                                  Stream.of(method.getRawReturnType()))
                              .noneMatch(type -> type.getPackageName().contains(".internal")))));

  private static boolean isPromised(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static DescribedPredicate<JavaAnnotation<?>> status(
      String name, Predicate<API.Status> which) {
    return describe(
        "@API of status " + name,
        annotation ->
            annotation.getRawType().isEquivalentTo(API.class)
                && which.test(annotation.as(API.class).status()));
  }
}
