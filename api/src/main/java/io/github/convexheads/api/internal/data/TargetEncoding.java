package io.github.convexheads.api.internal.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** How a file says what the targets are. */
@API(status = API.Status.INTERNAL)
public enum TargetEncoding {
  /** Numbers of classes, 0 to c - 1: n, or n x s for one a token. */
  CLASSES("class labels"),
  /** Names of classes, text or numbers of any kind: the different ones in order are the classes. */
  NAMES("names of classes"),
  /** Rows with a single 1 at the class: n x c, or n x s x c for one a token. */
  ONE_HOT("one-hot rows"),
  /** Rows of 0 and 1, any number of classes each: n x c, or n x s x c for one a token. */
  MULTI_LABEL("sets of labels"),
  /** Real values: n x c, n for c = 1, or n x s x c for one row a token. */
  VALUES("real values");

  private final String plural;

  TargetEncoding(String plural) {
    this.plural = plural;
  }

  /**
   * The word by which options and configuration name this encoding.
   *
   * @return for example {@code one-hot}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds an encoding by its word.
   *
   * @param id for example {@code one-hot}
   * @return the encoding, if there is one
   */
  public static Optional<TargetEncoding> of(String id) {
    return Arrays.stream(values()).filter(encoding -> encoding.id().equals(id)).findFirst();
  }

  /** What such targets are, in the plural: {@code class labels}. */
  @Override
  public String toString() {
    return plural;
  }
}
