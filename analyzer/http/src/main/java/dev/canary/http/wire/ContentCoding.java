package dev.canary.http.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.hc.core5.http.ProtocolException;

/** What a server does to an answer although it was asked for it as it is (RFC 9110, 8.4). */
final class ContentCoding {
  private static final int LOW_NIBBLE = 0x0F;
  private static final int DEFLATE = 8;

  private ContentCoding() {}

  /**
   * The answer itself; empty if it is longer than it may be.
   *
   * @throws ProtocolException for a coding that is not known, or not the one that is named
   */
  static Optional<byte[]> decode(String coding, byte[] body, int maxBytes)
      throws ProtocolException {
    String name = coding.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("identity") || body.length == 0) {
      return Optional.of(body);
    }
    // A longer one would not be found to be too long: the limit is read and one more.
    try (InputStream plain = open(name, body)) {
      byte[] decoded = plain.readNBytes(maxBytes + 1);
      return decoded.length > maxBytes ? Optional.empty() : Optional.of(decoded);
    } catch (IOException e) {
      throw new ProtocolException("its body is not what Content-Encoding '" + name + "' says", e);
    }
  }

  private static InputStream open(String name, byte[] body) throws IOException, ProtocolException {
    InputStream in = new ByteArrayInputStream(body);
    return switch (name) {
      case "gzip", "x-gzip" -> new GZIPInputStream(in);
      // Some servers leave the zlib header out, RFC 9110, 8.4.1.2.
      case "deflate" -> new InflaterInputStream(in, new Inflater(!hasZlibHeader(body)));
      default ->
          throw new ProtocolException(
              "its Content-Encoding is '%s'; asked for was identity, understood are gzip and deflate"
                  .formatted(name));
    };
  }

  private static boolean hasZlibHeader(byte[] body) {
    return body.length > 1
        && (body[0] & LOW_NIBBLE) == DEFLATE
        && (((body[0] & 0xFF) << 8) | (body[1] & 0xFF)) % 31 == 0;
  }
}
