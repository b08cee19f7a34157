package dev.canary.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every request must show: one header with one value.
 *
 * @param value a secret; it is in no text of this record
 */
public record Access(String header, String value) {

  /** A bearer token (RFC 6750). */
  public static Access bearer(String token) {
    return new Access("Authorization", "Bearer " + token);
  }

  /** Name and password (RFC 7617). */
  public static Access basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Access("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  boolean isGrantedBy(@Nullable String shown) {
    return Objects.equals(value, shown);
  }

  /** What RFC 9110 asks a refusal to name: the scheme that would be let in. */
  String challenge() {
    String scheme = header.equals("Authorization") ? value.replaceFirst(" .*", "") : "ApiKey";
    return scheme + " realm=\"" + Serving.NAME + "\"";
  }

  String refusal() {
    return "the header " + header + " does not grant access";
  }

  @Override
  public String toString() {
    return "Access[" + header + "]";
  }
}
