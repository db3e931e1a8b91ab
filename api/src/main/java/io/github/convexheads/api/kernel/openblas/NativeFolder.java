package io.github.convexheads.api.kernel.openblas;

import io.github.convexheads.api.internal.format.FileOwnership;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder into which JavaCPP unpacks native libraries, and from which it loads whatever lies
 * there under their names.
 *
 * <p>Left to itself JavaCPP falls back to a folder of a known name below the shared temporary
 * folder, where another user may have put a library before. Here the folder is one that nobody else
 * can write: the one that JavaCPP would choose, if it is so; else one of our own in the user's
 * home; else a new one that is removed at the end of the process.
 */
final class NativeFolder {
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private NativeFolder() {}

  /**
   * Sees to it that JavaCPP uses a folder that nobody else can write.
   *
   * @throws IllegalStateException if there is none, with the reasons
   */
  static void choose() {
    String asked = System.getProperty(PROPERTY);
    Path folder =
        asked == null ? chosen(System.getProperty("user.home", "")) : checked(Path.of(asked));
    System.setProperty(PROPERTY, folder.toString());
  }

  /** The folder for a user with this home. */
  static Path chosen(String home) {
    List<String> reasons = new ArrayList<>();
    return below(home, ".javacpp", "cache")
        .flatMap(folder -> usable(folder, reasons))
        .or(() -> below(home, ".convex-heads", "native").flatMap(f -> usable(f, reasons)))
        .or(() -> temporary(reasons))
        .orElseThrow(() -> refusal(reasons));
  }

  /** The folder that the user named. */
  static Path checked(Path folder) {
    List<String> reasons = new ArrayList<>();
    return usable(folder, reasons).orElseThrow(() -> refusal(reasons));
  }

  private static IllegalStateException refusal(List<String> reasons) {
    return new IllegalStateException(
        "there is no folder for native libraries that only this user can write: %s; name one with"
                .formatted(String.join("; ", reasons))
            + " -D"
            + PROPERTY
            + "=FOLDER");
  }

  /**
   * Checks the folder of temporary files, in which a library is written and loaded at once.
   *
   * @throws IllegalStateException if others could put another one in its place
   */
  static void requireTemporaryFilesKept() {
    Path probe;
    try {
      probe = Files.createTempFile("convex-heads", ".probe");
    } catch (IOException e) {
      throw new IllegalStateException("no temporary file can be written: " + e.getMessage(), e);
    }
    Optional<String> exposure = FileOwnership.exposure(probe);
    try {
      Files.deleteIfExists(probe);
    } catch (IOException e) {
      probe.toFile().deleteOnExit();
    }
    if (exposure.isPresent()) {
      throw new IllegalStateException(
          "native libraries are not loaded from the folder of temporary files: "
              + exposure.get()
              + "; name another with -Djava.io.tmpdir=FOLDER");
    }
  }

  /**
   * Checks the folder that JavaCPP uses in the end, which an application that used it before may
   * have chosen.
   *
   * @throws IllegalStateException if others could have put a library there
   */
  static void requirePrivate(File used) {
    Optional<String> exposure = FileOwnership.exposure(used.toPath());
    if (exposure.isPresent()) {
      throw new IllegalStateException(
          "native libraries are not loaded from the folder of JavaCPP: " + exposure.get());
    }
  }

  private static Optional<Path> below(String home, String first, String second) {
    try {
      Path folder = Path.of(home);
      return folder.isAbsolute() && Files.isDirectory(folder)
          ? Optional.of(folder.resolve(first).resolve(second))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The folder, made where it is missing, if it can be used and nobody else can write it. */
  private static Optional<Path> usable(Path folder, List<String> reasons) {
    try {
      Files.createDirectories(folder, ownerOnly(folder));
      Path real = folder.toRealPath();
      Optional<String> exposure = anyExposure(real);
      exposure.ifPresent(reasons::add);
      if (exposure.isPresent()) {
        return Optional.empty();
      }
      if (!Files.isWritable(real) || !Files.isExecutable(real)) {
        reasons.add(real + " cannot be written");
        return Optional.empty();
      }
      return Optional.of(real);
    } catch (IOException | UnsupportedOperationException e) {
      reasons.add(folder + " cannot be made: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Also what lies in the folder: it may have been there before the folder was closed. */
  private static Optional<String> anyExposure(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      return inside.map(FileOwnership::exposure).flatMap(Optional::stream).findFirst();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Optional<Path> temporary(List<String> reasons) {
    try {
      Path folder = Files.createTempDirectory("convex-heads-native").toRealPath();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      Optional<String> exposure = FileOwnership.exposure(folder);
      exposure.ifPresent(reasons::add);
      return exposure.isEmpty() ? Optional.of(folder) : Optional.empty();
    } catch (IOException | IllegalStateException e) {
      reasons.add("no temporary folder can be made: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What cannot be removed stays in the temporary folder, as the system allows.
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
