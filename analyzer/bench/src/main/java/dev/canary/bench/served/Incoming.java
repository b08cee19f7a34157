package dev.canary.bench.served;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The messages that come over one connection, one after the other, requests or answers. */
final class Incoming {
  private static final String LENGTH = "Content-Length: ";
  private static final String ID = "\"id\":\"";
  private static final int LONGEST = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[LONGEST];
  private int filled;
  private String head = "";

  Incoming(InputStream in) {
    this.in = in;
  }

  /** Waits for a whole message; false at the end of the connection. The last one is gone. */
  boolean next() throws IOException {
    filled = 0;
    head = "";
    for (int length = LONGEST; filled < length; ) {
      int read = in.read(buffer, filled, LONGEST - filled);
      if (read < 0) {
        return false;
      }
      filled += read;
      if (head.isEmpty()) {
        head = head();
        length = head.isEmpty() ? LONGEST : head.length() + declared();
      }
    }
    return true;
  }

  private String head() {
    String all = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
    int end = all.indexOf("\r\n\r\n");
    return end < 0 ? "" : all.substring(0, end + 4);
  }

  private int declared() {
    int at = head.indexOf(LENGTH);
    return at < 0
        ? 0
        : Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at)));
  }

  /** Of the request's first line. */
  String path() {
    return head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
  }

  /** Each header's name and value. */
  List<String[]> headers() {
    return head.strip().lines().skip(1).map(line -> line.split(": ", 2)).toList();
  }

  /** The id in the body, which stands near its start. */
  String id() {
    String start =
        new String(
            buffer,
            head.length(),
            Math.min(256, filled - head.length()),
            StandardCharsets.ISO_8859_1);
    int from = start.indexOf(ID) + ID.length();
    return start.substring(from, start.indexOf('"', from));
  }

  byte[] body() {
    return Arrays.copyOfRange(buffer, head.length(), filled);
  }

  byte[] whole() {
    return Arrays.copyOf(buffer, filled);
  }
}
