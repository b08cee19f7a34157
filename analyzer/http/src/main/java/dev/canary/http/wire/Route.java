package dev.canary.http.wire;

import java.net.URI;

/**
 * A server's address, taken apart once.
 *
 * @param base the address
 * @param endpoint where connections go to
 * @param authority as the header {@code Host} has it
 * @param root the path of the address as it is, possibly empty
 * @param query of the address, which every request carries; empty without one
 */
record Route(URI base, Endpoint endpoint, String authority, String root, String query) {
  /**
   * The route to an address.
   *
   * @throws IllegalArgumentException if it is no address of a server
   */
  static Route of(URI base) {
    Endpoint endpoint = Endpoint.of(base);
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String query = base.getRawQuery() == null ? "" : base.getRawQuery();
    return new Route(base, endpoint, endpoint.authority(), path, query);
  }

  /** What a request line names: a path below this address, or its own. */
  String target(String path) {
    String target = path.isEmpty() ? root : below() + path;
    target = target.isEmpty() ? "/" : target;
    return query.isEmpty() ? target : target + (target.indexOf('?') < 0 ? "?" : "&") + query;
  }

  private String below() {
    return root.endsWith("/") ? root : root + "/";
  }
}
