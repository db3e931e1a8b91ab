package io.github.convexheads.bench.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.github.convexheads.bench.walls.Production.ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.apiguardian.api.API;

/** Every public type of the api says what may be expected of it, itself or by its package. */
@AnalyzeClasses(packages = ROOT, importOptions = Production.class)
class StabilityTest {
  @ArchTest
  static final ArchRule public_types_have_a_stability =
      classes()
          .that()
          .resideInAPackage(ROOT + ".api..")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should(
              ArchConditions.be(
                  DescribedPredicate.describe(
                      "marked with @API, or in a package that is", StabilityTest::isMarked)));

  private static boolean isMarked(JavaClass type) {
    return type.isAnnotatedWith(API.class) || type.getPackage().isAnnotatedWith(API.class);
  }
}
