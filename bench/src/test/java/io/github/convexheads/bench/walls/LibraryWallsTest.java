package io.github.convexheads.bench.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.convexheads.bench.walls.Production.ROOT;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which library, so that each can be replaced in one place. */
@AnalyzeClasses(packages = ROOT, importOptions = Production.class)
class LibraryWallsTest {
  @ArchTest
  static final ArchRule only_the_wiring_uses_guice =
      onlyIn("com.google.inject..", ROOT + ".api.wiring..");

  @ArchTest
  static final ArchRule only_the_openblas_kernel_uses_javacpp =
      onlyIn("org.bytedeco..", ROOT + ".api.kernel.openblas..");

  @ArchTest
  static final ArchRule only_the_kernels_use_netlib =
      onlyIn("dev.ludovic.netlib..", ROOT + ".api.kernel..");

  @ArchTest
  static final ArchRule only_the_workbench_talks_to_a_terminal =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "picocli..", "me.tongfei..", "ai.onnxruntime..", "org.knowm..", "org.slf4j..");

  @ArchTest
  static final ArchRule guava_stays_inside_guice =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.google.common..");

  private static ArchRule onlyIn(String library, String home) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
