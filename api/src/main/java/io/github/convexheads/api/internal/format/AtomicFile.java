package io.github.convexheads.api.internal.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A file that appears whole or not at all.
 *
 * <p>Everything is written to a hidden file in the folder of the target, forced to the disk, and
 * moved into place in one step by {@link #commit()}. A failure, a {@link #close()} without commit,
 * or a crash leaves the target as it was. What a crash left behind is removed by the next write to
 * the same target.
 *
 * <pre>{@code
 * AtomicFile.write(Path.of("report.html"), out -> out.write(html));
 * }</pre>
 *
 * <p>Not safe for use by several threads; several files, even of one target, are.
 */
@API(status = API.Status.INTERNAL)
public final class AtomicFile implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** Names that stand for what a standard stream points to, which may be a file to be kept. */
  private static final Pattern STANDARD_STREAM =
      Pattern.compile("/dev/(stdin|stdout|stderr|fd/.*)|/proc/[^/]+/fd/.*");

  /** What other programs, and a few options of the command, take for standard output. */
  private static final String STANDARD_OUTPUT = "-";

  private final Path target;
  private final TemporaryFile temporary;
  private final OutputStream stream;
  private boolean open = true;

  private AtomicFile(Path target, TemporaryFile temporary) {
    this.target = target;
    this.temporary = temporary;
    this.stream = new BufferedOutputStream(temporary.stream(), BUFFER);
  }

  /**
   * Starts a file.
   *
   * @param target where the file will be; what a symbolic link points to is replaced, not the link
   * @return the file, not yet in place
   * @throws FileException if the folder is missing or read-only, or the target is a folder or
   *     device, or {@code -}
   */
  public static AtomicFile open(Path target) {
    Path real = checked(target);
    try {
      return new AtomicFile(real, TemporaryFile.beside(real));
    } catch (IOException e) {
      throw FileException.writing(target, real.getParent(), e);
    }
  }

  /**
   * Writes a whole file.
   *
   * @param target where the file will be; replaced if it exists
   * @param content what to write
   * @throws FileException if it cannot be written; then the target is as it was before
   */
  public static void write(Path target, Content content) {
    try (AtomicFile file = open(target)) {
      try {
        content.writeTo(file.stream());
      } catch (IOException e) {
        throw FileException.writing(target, file.target.getParent(), e);
      }
      file.commit();
    }
  }

  /**
   * Where to write.
   *
   * @return a buffered stream; closing it is not needed and does nothing
   */
  public OutputStream stream() {
    return stream;
  }

  /** Overwrites the first bytes of what is written already. */
  void overwriteStart(byte[] bytes) throws IOException {
    stream.flush();
    temporary.overwriteStart(bytes);
  }

  /**
   * Forces the file to the disk and moves it into place.
   *
   * @throws FileException if that fails; then the target is as it was before
   * @throws IllegalStateException if the file is committed or closed already
   */
  public void commit() {
    requireOpen();
    try {
      stream.flush();
      temporary.moveTo(target);
      open = false;
    } catch (IOException e) {
      throw FileException.writing(target, target.getParent(), e);
    } finally {
      close();
    }
  }

  /** Refuses to go on after commit or close. */
  void requireOpen() {
    if (!open) {
      throw new IllegalStateException(target + " is committed or closed already");
    }
  }

  /** Gives up what is not committed. */
  @Override
  public void close() {
    if (open) {
      open = false;
      temporary.discard();
    }
  }

  private static Path checked(Path target) {
    String name = target.toString();
    if (name.equals(STANDARD_OUTPUT)) {
      throw new FileException(
          name,
          "stands for standard output, which is not written to here; name a file, or ./- for one of"
              + " this name");
    }
    Path whole = target.toAbsolutePath().normalize();
    if (STANDARD_STREAM.matcher(whole.toString()).matches()) {
      throw new FileException(
          name, "is a device, or what it stands for; name a file, or - where an option takes it");
    }
    try {
      Path real = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
      if (Files.isDirectory(real)) {
        throw new FileException(name, "is a folder; name a file");
      }
      if (Files.exists(real) && !Files.isRegularFile(real)) {
        throw new FileException(name, "is a device or pipe; only regular files can be replaced");
      }
      if (real.getParent() == null || !Files.isDirectory(real.getParent())) {
        throw new FileException(
            name, "cannot be written: the folder " + real.getParent() + " does not exist");
      }
      return real;
    } catch (IOException e) {
      throw new FileException(name, "is a link that leads nowhere", e);
    }
  }
}
