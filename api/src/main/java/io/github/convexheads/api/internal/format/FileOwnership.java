package io.github.convexheads.api.internal.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Tells whether other users could change a file, so that code from it could be theirs.
 *
 * <p>A file is ours alone if it and every folder above it belong to this user or to root and only
 * their owner may write them. A folder in which everybody may write but only owners may rename and
 * remove (the sticky bit, as {@code /tmp} has it) is safe to have above a file, and a group that
 * bears the name of the owner is taken for the owner. Where the file system has no owners in the
 * sense of POSIX, nothing is known and nothing is reported.
 */
@API(status = API.Status.INTERNAL)
public final class FileOwnership {
  private static final int STICKY = 01000;

  private FileOwnership() {}

  /**
   * Says who else could change a file or folder.
   *
   * @param path an existing file or folder
   * @return in words, why others could change it; empty if they cannot, or if that cannot be told
   */
  public static Optional<String> exposure(Path path) {
    try {
      Path real = path.toRealPath();
      if (!Files.getFileStore(real).supportsFileAttributeView("posix")) {
        return Optional.empty();
      }
      Optional<String> own = exposure(real, false);
      for (Path above = real.getParent();
          own.isEmpty() && above != null;
          above = above.getParent()) {
        own = exposure(above, true);
      }
      return own;
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of("it cannot be looked at: " + e.getMessage());
    }
  }

  private static Optional<String> exposure(Path path, boolean above) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName();
    if (userId(path) != 0 && userId(path) != thisUser()) {
      return Optional.of("%s belongs to the user %s".formatted(path, owner));
    }
    Set<PosixFilePermission> allowed = attributes.permissions();
    boolean group =
        allowed.contains(PosixFilePermission.GROUP_WRITE)
            && !attributes.group().getName().equals(owner);
    boolean others = allowed.contains(PosixFilePermission.OTHERS_WRITE);
    if ((group || others) && !(above && sticky(path))) {
      return Optional.of(
          "%s can be written by %s".formatted(path, others ? "everybody" : "its group"));
    }
    return Optional.empty();
  }

  private static boolean sticky(Path path) throws IOException {
    return ((int) Files.getAttribute(path, "unix:mode") & STICKY) != 0;
  }

  private static int userId(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** The user of this process: that of its folder in /proc, or else of a file that it makes. */
  private static int thisUser() throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return userId(self.toRealPath());
    }
    Path probe = Files.createTempFile("convex-heads", ".owner");
    try {
      return userId(probe);
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
