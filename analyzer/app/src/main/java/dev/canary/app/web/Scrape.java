package dev.canary.app.web;

/** The metrics as text, in the format that whoever scrapes asks for. */
@FunctionalInterface
public interface Scrape {
  /**
   * The text.
   *
   * @param accept the header of the request; empty if there is none
   */
  Text scrape(String accept);

  /**
   * A text in a format.
   *
   * @param body not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way to a socket, never compared
  record Text(String contentType, byte[] body) {}
}
