package io.github.convexheads.api.kernel.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries are loaded from folders only into which nobody else can put one. */
@DisabledOnOs(OS.WINDOWS)
class NativeFolderTest {
  @TempDir private Path folder;
  private Path home;
  private Path cache;

  @BeforeEach
  void makeAHome() throws IOException {
    home = Files.createDirectory(folder.toRealPath().resolve("home"));
    cache = home.resolve(".javacpp/cache");
  }

  @Test
  void theFolderOfJavaCppIsUsedWhereItIsPrivate() throws IOException {
    assertThat(NativeFolder.chosen(home.toString())).isEqualTo(cache);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
  }

  @Test
  void aFolderThatEverybodyCanWriteIsPassedOver() throws IOException {
    open(Files.createDirectories(cache));

    Path chosen = NativeFolder.chosen(home.toString());

    assertThat(chosen).isEqualTo(home.resolve(".convex-heads/native"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(chosen)))
        .isEqualTo("rwx------");
  }

  @Test
  void aLibraryThatEverybodyCanWriteSpoilsItsFolder() throws IOException {
    open(Files.createFile(Files.createDirectories(cache).resolve("libjnijavacpp.so")));

    assertThat(NativeFolder.chosen(home.toString()))
        .isEqualTo(home.resolve(".convex-heads/native"));
  }

  @Test
  void aFolderBelowOneThatEverybodyCanWriteIsPassedOverToo() throws IOException {
    Files.createDirectories(cache);
    open(home);

    assertThat(NativeFolder.chosen(home.toString())).doesNotHaveToString(cache.toString());
  }

  @Test
  void anAccountWithoutAHomeGetsANewFolderThatOnlyItCanRead() throws IOException {
    Path chosen = NativeFolder.chosen("/nonexistent");

    assertThat(chosen.getFileName().toString()).startsWith("convex-heads-native");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(chosen)))
        .isEqualTo("rwx------");
    assertThat(NativeFolder.chosen("?")).isNotEqualTo(chosen);
  }

  @Test
  void aFolderThatTheUserNamesIsCheckedAsWell() throws IOException {
    Path named = open(Files.createDirectory(folder.resolve("named")));

    assertThatThrownBy(() -> NativeFolder.checked(named))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(named.toRealPath() + " can be written by everybody")
        .hasMessageContaining("-Dorg.bytedeco.javacpp.cachedir=FOLDER");
  }

  @Test
  void aFolderThatAnApplicationChoseBeforeIsRefused() throws IOException {
    File used = open(Files.createDirectory(folder.resolve("used"))).toFile();

    assertThatThrownBy(() -> NativeFolder.requirePrivate(used))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can be written by everybody");
  }

  private static Path open(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }
}
