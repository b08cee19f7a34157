package dev.canary.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer over HTTP.
 *
 * @param body its parts, one behind the other
 */
record Reply(int status, Map<String, String> headers, List<ByteBuffer> body) {
  private static final String TYPE = "Content-Type";

  static Reply json(int status, byte[] body) {
    return new Reply(status, Map.of(TYPE, "application/json"), List.of(ByteBuffer.wrap(body)));
  }

  static Reply ok(Json.Value value) {
    return json(200, Json.bytes(value));
  }

  /** JSON and the bytes behind it, as the binary tensor data extension has them. */
  static Reply binary(byte[] json, List<ByteBuffer> tensors) {
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(json));
    parts.addAll(tensors);
    return new Reply(
        200,
        Map.of(
            TYPE, "application/octet-stream", V2Codec.HEADER_LENGTH, Integer.toString(json.length)),
        parts);
  }

  static Reply failure(InferenceException e) {
    int status =
        switch (e.reason()) {
          case BAD_REQUEST -> 400;
          case UNAUTHENTICATED -> 401;
          case NOT_FOUND -> 404;
          case UNAVAILABLE -> 503;
          case FAILED -> 500;
        };
    return json(status, Json.error(e.getMessage()));
  }
}
