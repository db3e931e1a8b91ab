package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks whether anybody listens at the address of a master, for which Spark waits minutes. */
final class StandaloneMaster {
  private static final String SCHEME = "spark://";
  private static final Pattern PLACE = Pattern.compile("\\[?([^,]+?)\\]?:(\\d{1,5})(?:,|$)");
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int LAST_PORT = 65_535;

  private StandaloneMaster() {}

  /**
   * Refuses an address at which nobody listens.
   *
   * @param master any master; only those that begin with spark:// are asked
   * @throws InvalidInputException if none of the hosts takes a connection; names them
   */
  static void require(String master) {
    if (!master.startsWith(SCHEME)) {
      return;
    }
    String why = "it has no host and port";
    Matcher place = PLACE.matcher(master.substring(SCHEME.length()));
    while (place.find()) {
      int port = Integer.parseInt(place.group(2));
      try (Socket socket = new Socket()) {
        if (port <= LAST_PORT) {
          socket.connect(new InetSocketAddress(place.group(1), port), PATIENCE_MILLIS);
          return;
        }
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    throw new InvalidInputException(
        ("no master of Spark answers at %s: %s; start one (sbin/start-master.sh), or leave out"
                + " --master for this machine")
            .formatted(master, why));
  }
}
