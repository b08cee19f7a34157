package dev.canary.http.wire;

import java.net.URI;
import java.util.Locale;

/**
 * Where a connection goes to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address, one of IPv6 without its brackets
 */
record Endpoint(String scheme, String host, int port) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int MAX_PORT = 65_535;

  /**
   * The server of an address. Names with underscores, which {@link URI#getHost()} refuses and
   * Docker gives, are read, too.
   *
   * @throws IllegalArgumentException if it is no address of a server; names no user or password
   */
  static Endpoint of(URI base) {
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "the scheme of an address is '" + scheme + "'; allowed are http and https");
    }
    String host = base.getHost();
    int port = base.getPort();
    if (host == null) {
      String authority = base.getRawAuthority() == null ? "" : base.getRawAuthority();
      authority = authority.substring(authority.lastIndexOf('@') + 1);
      int colon = authority.lastIndexOf(':');
      host = colon < 0 ? authority : authority.substring(0, colon);
      port = colon < 0 ? -1 : port(authority.substring(colon + 1));
    }
    if (host.isEmpty() || port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "an address names host '" + host + "' and port " + port + "; both must be there");
    }
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int usual = scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
    return new Endpoint(scheme, host, port < 0 ? usual : port);
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the port of an address is '" + text + "'", e);
    }
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  /** As the header {@code Host} has it (RFC 9110, 7.2). */
  String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (isSecure() ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
