package io.github.convexheads.bench.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.github.convexheads.bench.walls.Production.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Who may know whom: {@code bench -> plugins -> api}, and plugins never one another. */
@AnalyzeClasses(packages = ROOT, importOptions = Production.class)
class ModuleWallsTest {
  private static final List<String> PLUGINS =
      List.of("attention", "mixer", "fno", "ojalgo", "admm");

  @ArchTest
  static final ArchRule api_knows_no_plugin_and_no_workbench =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packagesOf("attention", "mixer", "fno", "ojalgo", "admm", "bench"));

  @ArchTest
  static final ArchRule plugins_do_not_know_the_workbench =
      noClasses()
          .that()
          .resideInAnyPackage(packagesOf("attention", "mixer", "fno", "ojalgo", "admm"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".bench..");

  @ArchTest
  static final ArchRule the_workbench_finds_plugins_by_discovery_only =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packagesOf("attention", "mixer", "fno", "ojalgo", "admm"));

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static void pluginsDoNotKnowOneAnother(JavaClasses classes) {
    for (String plugin : PLUGINS) {
      String[] others = PLUGINS.stream().filter(p -> !p.equals(plugin)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + plugin + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packagesOf(others))
          .check(classes);
    }
  }

  /** An empty import would let every rule above pass. */
  @ArchTest
  static void everyModuleIsSeen(JavaClasses classes) {
    for (String module : List.of("api", "attention", "mixer", "fno", "ojalgo", "admm", "bench")) {
      assertThat(classes.stream().map(c -> c.getPackageName() + "."))
          .as("packages under %s.%s", ROOT, module)
          .anyMatch(name -> name.startsWith(ROOT + "." + module + "."));
    }
  }

  private static String[] packagesOf(String... modules) {
    return List.of(modules).stream().map(m -> ROOT + "." + m + "..").toArray(String[]::new);
  }
}
