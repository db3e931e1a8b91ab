package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The image files of a folder with one folder for every class. Classes are numbered in natural
 * order of their names; a class folder without an image counts, so that the same folders give the
 * same numbers.
 *
 * @param files the images, class by class
 * @param labels the class of every image; all 0 where there are no classes
 * @param classes the names of the classes; empty for a folder without class folders
 * @param notes what was left out, one line each
 */
record ClassFolders(
    List<Path> files, List<Integer> labels, List<String> classes, List<String> notes) {
  /** Names of the parts of a data set, in lower case, each with class folders of its own. */
  private static final Set<String> TRAINING = Set.of("train", "training");

  private static final Set<String> HELD_OUT =
      Set.of("test", "testing", "val", "valid", "validation");

  /** One image without a class. */
  static ClassFolders file(Path file) {
    return new ClassFolders(List.of(file), List.of(0), List.of(), List.of());
  }

  /** Lists a folder; with names given, classes are numbered in their order. */
  static ClassFolders of(Path root, List<String> names) {
    Counted hidden = new Counted(root);
    Counted others = new Counted(root);
    Counted nested = new Counted(root);
    FolderListing listing = new FolderListing(hidden, others, nested);
    List<Path> inside = listing.inside(root);
    List<Path> folders = inside.stream().filter(Files::isDirectory).toList();
    List<Path> loose =
        inside.stream().filter(path -> !Files.isDirectory(path)).filter(listing::isImage).toList();
    List<List<Path>> images = folders.stream().map(listing::images).toList();
    List<String> notes = new ArrayList<>();
    ClassFolders found =
        images.stream().allMatch(List::isEmpty)
            ? unlabelled(root, loose, others.count())
            : labelled(root, folders, images, names, notes);
    if (!found.classes().isEmpty()) {
      Counted left = new Counted(root);
      loose.forEach(left::add);
      left.addTo(notes, "image in no class folder left out", "images in no class folder left out");
    }
    nested.addTo(
        notes,
        "image in a folder below its class folder, counted to the class",
        "images in folders below their class folders, counted to the class");
    hidden.addTo(notes, "hidden file or folder left out", "hidden files or folders left out");
    others.addTo(notes, "file that is no image left out", "files that are no images left out");
    return new ClassFolders(found.files(), found.labels(), found.classes(), List.copyOf(notes));
  }

  private static ClassFolders unlabelled(Path root, List<Path> loose, int others) {
    if (loose.isEmpty()) {
      throw new InvalidInputException(
          "%s holds no image (%d other files); needed are .png, .jpg, .webp, .bmp, .gif or .tif files"
                  .formatted(root, others)
              + " in one folder for every class");
    }
    return new ClassFolders(loose, Collections.nCopies(loose.size(), 0), List.of(), List.of());
  }

  private static ClassFolders labelled(
      Path root,
      List<Path> folders,
      List<List<Path>> images,
      List<String> names,
      List<String> notes) {
    List<String> found = folders.stream().map(FileNames::of).toList();
    requireClasses(root, found);
    List<String> classes = names.isEmpty() ? found : names;
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      int folder = found.indexOf(classes.get(label));
      List<Path> own = folder < 0 ? List.of() : images.get(folder);
      files.addAll(own);
      labels.addAll(Collections.nCopies(own.size(), label));
      if (own.isEmpty()) {
        notes.add("class %s (label %d) has no image".formatted(classes.get(label), label));
      }
    }
    requireListed(root, found, classes);
    return new ClassFolders(files, labels, classes, List.of());
  }

  private static void requireClasses(Path root, List<String> found) {
    if (areParts(found)) {
      throw new InvalidInputException(
          "%s has the folders %s, which are parts of a data set and no classes; give one of them, %s"
              .formatted(root, found, root.resolve(found.get(0))));
    }
    if (found.stream().anyMatch(String::isBlank)) {
      throw new InvalidInputException(
          "%s has a folder whose name is blank; give it the name of its class".formatted(root));
    }
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).equals(found.get(i - 1))) {
        throw new InvalidInputException(
            "%s has two class folders %s, which differ in the form of their accents only"
                .formatted(root, found.get(i)));
      }
    }
  }

  /** A class may be called train, but not beside one that is called test. */
  private static boolean areParts(List<String> found) {
    List<String> lower = found.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    boolean training = lower.stream().anyMatch(TRAINING::contains);
    boolean heldOut = lower.stream().anyMatch(HELD_OUT::contains);
    return (training && heldOut)
        || lower.stream().allMatch(name -> TRAINING.contains(name) || HELD_OUT.contains(name));
  }

  private static void requireListed(Path root, List<String> found, List<String> classes) {
    for (String name : found) {
      if (!classes.contains(name)) {
        throw new InvalidInputException(
            "%s has a folder %s, which is none of the classes %s".formatted(root, name, classes));
      }
    }
  }
}
