package io.github.convexheads.api.kernel.openblas;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Environment variables as C code sees them, set for the duration of an action.
 *
 * <p>Java cannot change its process environment, but {@code getenv} of the C library walks the
 * array that the variable {@code environ} points to (POSIX.1-2017, section 8.1). A new array, with
 * the settings ahead of the old entries, is built completely before one pointer write makes it
 * current, and one pointer write takes it back; concurrent readers see the one or the other. The
 * new array is never freed, because native code may keep what {@code getenv} gave it. Java's own
 * {@link System#getenv} has copied the environment before and does not change.
 */
final class NativeEnvironment {
  private static final long POINTER_BYTES = 8;

  private NativeEnvironment() {}

  /**
   * Runs an action while the settings are in the environment, where that is possible: 64-bit Linux.
   * Elsewhere only the action is run.
   *
   * @param settings values by variable name
   * @param action what to do meanwhile
   * @return whether the settings were in the environment
   */
  static boolean during(Map<String, String> settings, Runnable action) {
    System.getenv(); // Makes Java take its copy now.
    Pointer address = environ();
    if (address == null) {
      action.run();
      return false;
    }
    try (PointerPointer<Pointer> environ = new PointerPointer<>(address)) {
      Pointer before = environ.get(0);
      Pointer extended = extended(before, settings);
      environ.put(0, extended);
      try {
        action.run();
      } finally {
        Pointer after = environ.get(0);
        if (after != null && after.address() == extended.address()) {
          environ.put(0, before);
        }
      }
    }
    return true;
  }

  private static Pointer environ() {
    boolean known =
        Loader.getPlatform().startsWith("linux") && Loader.sizeof(Pointer.class) == POINTER_BYTES;
    return known ? Loader.addressof("environ") : null;
  }

  private static Pointer extended(Pointer before, Map<String, String> settings) {
    List<Pointer> entries = new ArrayList<>();
    settings.forEach((name, value) -> entries.add(text(name + "=" + value)));
    if (before != null) {
      PointerPointer<Pointer> old = new PointerPointer<>(before);
      for (long i = 0; old.get(i) != null; i++) {
        entries.add(old.get(i));
      }
    }
    Pointer block = Pointer.malloc((entries.size() + 1) * POINTER_BYTES);
    PointerPointer<Pointer> array = new PointerPointer<>(block);
    for (int i = 0; i < entries.size(); i++) {
      array.put(i, entries.get(i));
    }
    array.put(entries.size(), (Pointer) null);
    return block;
  }

  private static Pointer text(String entry) {
    byte[] bytes = (entry + '\0').getBytes(StandardCharsets.US_ASCII);
    Pointer block = Pointer.malloc(bytes.length);
    new BytePointer(block).put(bytes, 0, bytes.length);
    return block;
  }
}
