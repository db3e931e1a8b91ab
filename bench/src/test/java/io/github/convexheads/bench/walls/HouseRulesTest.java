package io.github.convexheads.bench.walls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.convexheads.bench.walls.Production.ROOT;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.RandomStarts;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.security.SecureRandom;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** What no class may do, wherever it lives. */
@AnalyzeClasses(packages = ROOT, importOptions = Production.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule nothing_but_records_for_shards_declares_itself_serializable =
      noClasses()
          .that()
          .areNotRecords()
          .and()
          .areNotAssignableTo(LocalData.ShardWork.class)
          .should(
              be(
                  describe(
                      "declared Serializable",
                      (JavaClass type) ->
                          type.getRawInterfaces().stream()
                              .anyMatch(i -> i.isEquivalentTo(Serializable.class)))));

  @ArchTest
  static final ArchRule nothing_reads_or_writes_java_serialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class);

  @ArchTest
  static final ArchRule only_main_ends_the_process =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".bench.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule randomness_enters_as_a_seed =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule entropy_is_drawn_in_one_place =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(RandomStarts.class.getName())
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(SecureRandom.class);

  @ArchTest
  static final ArchRule names_are_nouns_of_the_domain =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)");

  @ArchTest
  static final ArchRule packages_are_nouns_of_the_domain =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..impl..");
}
