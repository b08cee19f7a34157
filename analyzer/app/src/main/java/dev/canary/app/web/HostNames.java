package dev.canary.app.web;

import dev.canary.format.HttpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names by which this server may be asked. A page of another site may call its own name that of
 * this machine (DNS rebinding), and a browser would then let it read what only this machine is
 * shown; but it cannot take the name out of the request.
 */
final class HostNames {
  private static final String LOCAL = "localhost";

  private final Set<String> names = new HashSet<>();
  private final boolean open;

  HostNames(HttpSettings settings) {
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    names.add(settings.host().toLowerCase(Locale.ROOT));
    names.add(LOCAL);
    open = settings.names().isEmpty() && !isForThisMachine(settings.host());
  }

  private static boolean isForThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // Nothing can listen there: whoever starts the server is told.
      return true;
    }
  }

  /**
   * True if a request is meant for this server.
   *
   * @param host the header of that name; empty without one, as in HTTP/1.0
   */
  boolean isMeant(String host) {
    String name = withoutPort(host).toLowerCase(Locale.ROOT);
    return open
        || name.isEmpty()
        || names.contains(name)
        || name.endsWith("." + LOCAL)
        || isAddress(name);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** An address is nobody's name. */
  private static boolean isAddress(String name) {
    return name.startsWith("[") || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
