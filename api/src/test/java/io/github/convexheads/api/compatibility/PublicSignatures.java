package io.github.convexheads.api.compatibility;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** The public and protected names of a folder of classes, one line each, sorted. */
final class PublicSignatures {
  private static final int SHOWN =
      Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;

  private final Collection<String> lines = new TreeSet<>();

  private PublicSignatures() {}

  static List<String> of(Path classes, ClassLoader loader) throws IOException {
    PublicSignatures found = new PublicSignatures();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString().replace('\\', '/');
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        if (!name.endsWith("-info") && !isInternal(name, loader)) {
          found.add(load(name, loader));
        }
      }
    }
    return List.copyOf(found.lines);
  }

  /** What only our own modules see is no promise to anybody. */
  private static boolean isInternal(String name, ClassLoader loader) {
    Class<?> type = load(name, loader);
    return isInternal(type.getPackage()) || isInternal(type.getNestHost());
  }

  private static boolean isInternal(AnnotatedElement marked) {
    API found = marked.getAnnotation(API.class);
    return found != null && found.status() == API.Status.INTERNAL;
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(Class<?> type) {
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!seen(outer.getModifiers()) || outer.isAnonymousClass()) {
        return;
      }
    }
    String name = type.getName();
    String parents =
        parents(type)
            .map(Type::getTypeName)
            .filter(parent -> !parent.equals("java.lang.Object"))
            .collect(Collectors.joining(", "));
    lines.add(
        "%s: type %s%s %s"
            .formatted(
                name,
                modifiers(type.getModifiers()),
                type.isSealed() ? " sealed" : "",
                parents.isEmpty() ? "" : "of " + parents)
            .strip());
    for (Field field : type.getDeclaredFields()) {
      if (seen(field.getModifiers())) {
        lines.add(
            "%s: field %s %s %s"
                .formatted(
                    name,
                    modifiers(field.getModifiers()),
                    field.getGenericType().getTypeName(),
                    field.getName()));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      add(name, constructor, "");
    }
    for (Class<?> from = type; from != null; from = hiddenParent(from)) {
      for (Method method : from.getDeclaredMethods()) {
        String kind = method.isDefault() ? "default " : "";
        add(name, method, kind + method.getGenericReturnType().getTypeName() + " ");
      }
    }
  }

  /** The parents that others see: those of a hidden one in its place. */
  private static Stream<Type> parents(Class<?> type) {
    Class<?> hidden = hiddenParent(type);
    return Stream.concat(
        hidden == null ? Stream.ofNullable(type.getGenericSuperclass()) : parents(hidden),
        Arrays.stream(type.getGenericInterfaces()));
  }

  private static Class<?> hiddenParent(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    return parent == null || seen(parent.getModifiers()) ? null : parent;
  }

  private void add(String type, Executable member, String before) {
    if (seen(member.getModifiers()) && !member.isSynthetic()) {
      lines.add(
          "%s: %s %s%s(%s)"
              .formatted(
                  type,
                  modifiers(member.getModifiers()),
                  before,
                  member instanceof Method ? member.getName() : "new",
                  Arrays.stream(member.getGenericParameterTypes())
                      .map(Type::getTypeName)
                      .collect(Collectors.joining(", "))));
    }
  }

  private static boolean seen(int modifiers) {
    return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  private static String modifiers(int modifiers) {
    return Modifier.toString(modifiers & SHOWN);
  }
}
