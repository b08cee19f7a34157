package dev.canary.format;

/**
 * Where the page and the metrics are served.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 */
public record HttpSettings(String host, int port) {
  /** This machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port when none is named. */
  public static final int DEFAULT_PORT = 8350;

  /** What holds when nothing is said. */
  public static final HttpSettings DEFAULT = new HttpSettings(DEFAULT_HOST, DEFAULT_PORT);
}
