package io.github.convexheads.bench.images;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** How many files something is true of, and the first of them. Safe for use by several threads. */
final class Counted {
  private final Path root;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<Path> first = new AtomicReference<>();

  /** Names files relative to a folder. */
  Counted(Path root) {
    this.root = root;
  }

  void add(Path file) {
    count.incrementAndGet();
    first.compareAndSet(null, file);
  }

  int count() {
    return count.get();
  }

  /** Adds a line such as "3 files left out (a/notes.txt, ...)", if there is something to say. */
  void addTo(List<String> notes, String one, String several) {
    if (count.get() > 0) {
      notes.add(
          "%d %s (%s%s)"
              .formatted(
                  count.get(),
                  count.get() == 1 ? one : several,
                  named(first.get()),
                  count.get() == 1 ? "" : ", ..."));
    }
  }

  private String named(Path file) {
    StringBuilder name = new StringBuilder(FileNames.of(file));
    for (Path above = file.getParent();
        above != null && !above.equals(root);
        above = above.getParent()) {
      name.insert(0, FileNames.of(above) + "/");
    }
    return name.toString();
  }
}
