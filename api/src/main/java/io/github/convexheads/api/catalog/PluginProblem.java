package io.github.convexheads.api.catalog;

import org.apiguardian.api.API;

/**
 * A plugin that was not picked up.
 *
 * @param kind head, loss, solver or kernel; plugin where all of a jar is at fault
 * @param name the class or file at fault, as far as it is known
 * @param origin the jar or folder it came from, as far as it is known
 * @param reason what went wrong
 * @param remedy what would put it right
 */
@API(status = API.Status.EXPERIMENTAL)
public record PluginProblem(String kind, String name, String origin, String reason, String remedy) {

  /** Says whether a plugin of a kind may be missing because of this. */
  boolean concerns(String what) {
    return kind.equals(what) || kind.equals("plugin");
  }

  @Override
  public String toString() {
    return "%s %s (%s): %s; %s".formatted(kind, name, origin, reason, remedy);
  }
}
