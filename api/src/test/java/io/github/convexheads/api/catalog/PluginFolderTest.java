package io.github.convexheads.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.KernelProvider;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a plugin can be broken is reported with jar, reason and remedy. */
class PluginFolderTest {
  private static final String LOSS = "META-INF/services/" + LossProvider.class.getName();

  @TempDir private Path work;
  private Path folder;

  @BeforeEach
  void aFolderWithOnePluginThatWorks() throws IOException {
    folder = Files.createDirectories(work.resolve("plugins"));
    good("Working", "working").jar(folder.resolve("z-working.jar"));
  }

  @Test
  void aJarIsPickedUpWithItsNameAndVersionAndCreatesItsPlugin() {
    PluginCatalog catalog = open();

    assertThat(catalog.problems()).isEmpty();
    Plugin<LossProvider> plugin = catalog.loss("working");
    assertThat(plugin.origin()).isEqualTo("z-working.jar");
    assertThat(plugin.version()).isEqualTo("1.2");
    assertThat(plugin.provider().create(Settings.defaults())).isNotNull();
    assertThat(catalog.loss("softmax")).isNotNull();
  }

  @Test
  void aFolderOfClassesIsAPluginToo() {
    good("Loose", "loose").folder(folder.resolve("loose"));

    assertThat(open().loss("loose").origin()).isEqualTo("loose");
    assertThat(open().problems()).isEmpty();
  }

  @Test
  void aJarAndTheJarsItNeedsShareOneFolder() throws IOException {
    Path together = Files.createDirectories(folder.resolve("together"));
    needing().without("demo/Needed").jar(together.resolve("plugin.jar"));
    new PluginJar(work)
        .source("demo/Needed", "package demo; public final class Needed {}")
        .jar(together.resolve("needed.jar"));

    assertThat(open().problems()).isEmpty();
    assertThat(open().loss("needing").origin()).isEqualTo("together");
  }

  @Test
  void eachPluginHasItsOwnClassLoader() {
    good("Same", "\"first\"", "first").jar(folder.resolve("a.jar"));
    good("Same", "\"second\"", "second").jar(folder.resolve("b.jar"));

    PluginCatalog catalog = open();

    assertThat(catalog.loss("first").provider().getClass().getName())
        .isEqualTo(catalog.loss("second").provider().getClass().getName());
    assertThat(catalog.loss("first").provider().getClass())
        .isNotSameAs(catalog.loss("second").provider().getClass());
  }

  @Test
  void aKernelIsSentToTheClassPath() throws IOException {
    declareKernel(new PluginJar(work).folder(folder.resolve("kernel")));

    requireProblem(
        "plugin",
        "META-INF/services/" + KernelProvider.class.getName(),
        "kernel",
        "kernels are looked for on the class path only",
        "add the jar to the class path");
  }

  @Test
  void aKernelBesideALossIsSentToTheClassPathAndTheLossIsThere() throws IOException {
    declareKernel(good("Beside", "beside").folder(folder.resolve("both")));

    requireProblem(
        "plugin",
        "META-INF/services/" + KernelProvider.class.getName(),
        "both",
        "it brings a kernel",
        "class path");
    assertThat(open().loss("beside").origin()).isEqualTo("both");
  }

  private static void declareKernel(Path plugin) throws IOException {
    Path file = plugin.resolve("META-INF/services/" + KernelProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "demo.Kernel");
  }

  @Test
  void aPluginThatIsOnTheClassPathTooIsNamedAsThat() {
    good("Twice", "twice")
        .services("io.github.convexheads.api.internal.loss.SquaredLossProvider")
        .jar(folder.resolve("twice.jar"));

    requireProblem(
        "loss",
        "io.github.convexheads.api.internal.loss.SquaredLossProvider",
        "twice.jar",
        "its class is on the class path too (",
        "remove the plugin from one of the two");
  }

  @Test
  void aFileThatIsNoZip() throws IOException {
    Files.writeString(folder.resolve("torn.jar"), "no zip");

    requireProblem("plugin", "torn.jar", "torn.jar", "it is no jar that can be read: ", "again");
  }

  @Test
  void aFileWithAnotherEnding() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "hello");

    requireProblem("plugin", "notes.txt", "notes.txt", "neither a jar nor a folder", ".jar");
  }

  @Test
  void aLostServicesFile() {
    good("Lost", "lost").services(null).jar(folder.resolve("lost.jar"));

    requireProblem(
        "plugin",
        "META-INF/services",
        "lost.jar",
        "it has no services file for a head, a loss, a solver or another kind of plugin",
        "add META-INF/services/io.github.convexheads.api.head.HeadProvider (or " + LOSS);
  }

  @Test
  void anEmptyServicesFile() {
    good("Empty", "empty").services("# nothing\n").jar(folder.resolve("empty.jar"));

    requireProblem(
        "plugin", "META-INF/services", "empty.jar", "names no class", "name of your provider");
  }

  @Test
  void aServicesFileThatNamesAMissingClass() {
    good("There", "there").services("demo.Missing").jar(folder.resolve("astray.jar"));

    requireProblem(
        "loss",
        LOSS,
        "astray.jar",
        "it names the class demo.Missing, which is not there",
        "correct the name or add the class");
  }

  @Test
  void aServicesFileThatNamesNoProvider() {
    needing().services("demo.Needed").jar(folder.resolve("other.jar"));

    requireProblem("loss", LOSS, "other.jar", "demo.Needed not a subtype", "implements");
  }

  @Test
  void aClassThatFailsToLoad() {
    needing().without("demo/Needed").jar(folder.resolve("needing.jar"));

    requireProblem(
        "loss",
        "demo.Needing",
        "needing.jar",
        "it fails to load: java.lang.NoClassDefFoundError: demo/Needed",
        "the jars it needs together into one folder");
  }

  @Test
  void aConstructorThatThrows() {
    new PluginJar(work)
        .provider(
            "Throwing",
            "\"throwing\"",
            "SPI_VERSION",
            "public Throwing() { throw new IllegalStateException(\"no licence\"); }")
        .jar(folder.resolve("throwing.jar"));

    requireProblem(
        "loss",
        "demo.Throwing",
        "throwing.jar",
        "it fails to load: java.lang.IllegalStateException: no licence",
        "its constructor, id(), description() and settings() must not throw");
  }

  @Test
  void anIdThatABuiltInPluginHas() {
    good("Copy", "softmax").jar(folder.resolve("copy.jar"));

    requireProblem(
        "loss", "demo.Copy", "copy.jar", "its id 'softmax' is taken by io.github", "another id");
    assertThat(open().loss("softmax").provider().getClass().getName())
        .startsWith("io.github.convexheads");
  }

  @Test
  void anIdThatAnotherPluginHas() {
    good("Copy", "working").jar(folder.resolve("zz-copy.jar"));

    requireProblem(
        "loss",
        "demo.Copy",
        "zz-copy.jar",
        "its id 'working' is taken by demo.Working (z-working.jar)",
        "give it another id or remove one of the two");
  }

  @Test
  void aBlankId() {
    good("Blank", " ").jar(folder.resolve("blank.jar"));

    requireProblem("loss", "demo.Blank", "blank.jar", "its id is blank", "joined by hyphens");
  }

  @Test
  void anIdWithCapitals() {
    good("Capital", "MyLoss").jar(folder.resolve("capital.jar"));

    requireProblem("loss", "demo.Capital", "capital.jar", "its id is 'MyLoss'", "lower-case");
  }

  @Test
  void aContractThatIsTooOld() {
    int old = Provider.SPI_VERSION - 1;
    new PluginJar(work)
        .provider("Old", "\"old\"", Integer.toString(old), "")
        .jar(folder.resolve("old.jar"));

    requireProblem(
        "loss",
        "demo.Old",
        "old.jar",
        "it was built for plugin contract 0, which is older than 1",
        "rebuild the plugin against this version of convex-heads");
  }

  /** The plugin says {@code return SPI_VERSION}, and the compiler wrote down which one it saw. */
  @Test
  void aContractThatIsTooNewIsKnownFromWhatThePluginWasCompiledAgainst() throws IOException {
    String path = "io/github/convexheads/api/settings/Provider";
    String source = Files.readString(Path.of("src/main/java", path + ".java"));
    String later = source.replace("int SPI_VERSION = 1;", "int SPI_VERSION = 2;");
    assertThat(later).isNotEqualTo(source);
    good("New", "new").source(path, later).without(path).jar(folder.resolve("new.jar"));

    requireProblem(
        "loss",
        "demo.New",
        "new.jar",
        "it was built for plugin contract 2, which is newer than 1",
        "update convex-heads or use an older version of the plugin");
  }

  @Test
  void anUnknownIdNamesTheJarThatWasNotPickedUp() {
    good("Lost", "lost").services(null).jar(folder.resolve("lost.jar"));

    assertThatThrownBy(() -> open().loss("lost"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no loss 'lost'")
        .hasMessageContaining("lost.jar")
        .hasMessageContaining("no services file");
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    Path absent = work.resolve("absent");

    assertThatThrownBy(() -> PluginCatalog.load().withFolder(absent))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(absent + " does not exist");
  }

  private PluginJar good(String name, String id) {
    return new PluginJar(work).provider(name, '"' + id + '"', "SPI_VERSION", "");
  }

  private PluginJar good(String name, String quoted, String comment) {
    return new PluginJar(work).provider(name, quoted, "SPI_VERSION", "// " + comment);
  }

  private PluginJar needing() {
    return new PluginJar(work)
        .source("demo/Needed", "package demo; public final class Needed {}")
        .provider(
            "Needing", "\"needing\"", "SPI_VERSION", "private final Needed needed = new Needed();");
  }

  private PluginCatalog open() {
    return PluginCatalog.load().withFolder(folder);
  }

  /** Exactly one problem, and the plugin that works is there all the same. */
  private void requireProblem(
      String kind, String name, String origin, String reason, String remedy) {
    PluginCatalog catalog = open();
    assertThat(catalog.problems()).hasSize(1);
    Plugin.Problem problem = catalog.problems().get(0);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.name()).isEqualTo(name);
    assertThat(problem.origin()).isEqualTo(origin);
    assertThat(problem.reason()).contains(reason);
    assertThat(problem.remedy()).contains(remedy);
    assertThat(catalog.loss("working")).isNotNull();
  }
}
