package dev.canary.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;

/**
 * A request as a protocol words it, without the address it goes to and without credentials.
 *
 * @param method {@code GET} or {@code POST}
 * @param path below the server's base address, without a leading slash, escaped; or a whole URL
 *     where a server answers at a second address, as TorchServe's management does: no credentials
 *     of the first are sent there
 * @param headers that the protocol needs; owned by this request, not to be changed
 * @param body empty for {@code GET}; owned by this request, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes at times: handed over, not copied.
public record WireRequest(String method, String path, Map<String, String> headers, byte[] body) {
  public WireRequest {
    headers = Collections.unmodifiableMap(headers);
  }

  /** A question without a body. */
  public static WireRequest get(String path) {
    return new WireRequest("GET", path, Map.of(), new byte[0]);
  }

  /** A question whose body is JSON. */
  public static WireRequest json(String path, byte[] body) {
    return new WireRequest("POST", path, Map.of("Content-Type", "application/json"), body);
  }

  /** A question whose body is JSON. */
  public static WireRequest json(String path, String body) {
    return json(path, body.getBytes(StandardCharsets.UTF_8));
  }
}
