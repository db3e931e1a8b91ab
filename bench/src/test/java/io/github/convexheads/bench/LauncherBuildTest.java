package io.github.convexheads.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher calls Maven, and when it makes the archive of classes: both are stubs here. */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
  private static final String MAVEN = "mvn -Pquick package";
  private static final String TRAINING = "java ArchiveTraining";
  private static final String COMMAND = "java Main";

  @TempDir private Path root;
  private Path calls;
  private Path application;

  @BeforeEach
  void drawATreeWithStubs() throws IOException {
    calls = Files.createFile(root.resolve("calls"));
    application = root.resolve("bench/target/convex-heads");
    Files.createDirectories(root.resolve("api/src/main"));
    Files.createFile(root.resolve("pom.xml"));
    Files.copy(
        Path.of("convex-heads"),
        Files.createDirectories(root.resolve("bench")).resolve("convex-heads"));
    stub(
        "maven/mvn",
        "echo mvn -Pquick package >>'%s'; mkdir -p '%s/lib'".formatted(calls, application));
    stub(
        "java/bin/java",
        "for word; do case $word in io.github.*) echo java ${word##*.} >>'%s' ;; esac; done"
            .formatted(calls));
    Files.writeString(root.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
  }

  @Test
  void theFirstRunBuildsAndLaterOnesDoNot() throws Exception {
    run();
    run();

    assertThat(calls()).containsExactly(MAVEN, TRAINING, COMMAND, COMMAND);
  }

  @Test
  void anEditedSourceIsBuilt() throws Exception {
    run();
    Path edited = Files.createFile(root.resolve("api/src/main/Edited.java"));
    Files.setLastModifiedTime(edited, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    run();

    assertThat(calls()).containsExactly(MAVEN, TRAINING, COMMAND, MAVEN, TRAINING, COMMAND);
  }

  /** As after {@code mvn verify}, whose application CI runs. */
  @Test
  void whatIsMarkedAsBuiltIsNotBuiltAgain() throws Exception {
    Files.createDirectories(application.resolve("lib"));
    Files.createFile(application.resolve("built"));

    run();

    assertThat(calls()).containsExactly(TRAINING, COMMAND);
  }

  private void stub(String name, String body) throws IOException {
    Path script = root.resolve(name);
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void run() throws IOException, InterruptedException {
    ProcessBuilder launcher = new ProcessBuilder("sh", "bench/convex-heads", "--help");
    launcher.directory(root.toFile()).redirectErrorStream(true);
    launcher.redirectOutput(root.resolve("output").toFile());
    launcher.environment().remove("CONVEX_HEADS_OPTS");
    launcher.environment().put("JAVA_HOME", root.resolve("java").toString());
    launcher
        .environment()
        .merge("PATH", root.resolve("maven").toString(), (old, first) -> first + ":" + old);
    Process process = launcher.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(root.resolve("output"))).isZero();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }
}
