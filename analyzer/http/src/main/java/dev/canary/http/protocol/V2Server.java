package dev.canary.http.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The servers whose ways with the Open Inference Protocol are known, by what they call themselves.
 */
enum V2Server {
  TRITON("triton", ""),

  /** Python SDK: protocol/dataplane.py, protocol/rest/v2_endpoints.py. */
  KSERVE(
      "kserve",
      "KServe answers live and ready alike whatever happens: only the model's own ready and an"
          + " inference count"),

  /** mlserver/handlers/dataplane.py; issues 1154 and 2056. */
  MLSERVER(
      "mlserver",
      "MLServer is ready when no model is loaded: only the model's own ready and an inference"
          + " count; it writes NaN and infinities as null, or answers 500 for them"),

  /** Pull request 4337 of model_server. */
  OPENVINO(
      "openvino",
      "OpenVINO Model Server drops NaN and infinities from lists in JSON, or answers an error"),

  /** Plugin kserve of djl-serving; no endpoint names the server, which is how it is known. */
  DJL(
      "",
      "the server does not say what it is; DJL Serving does not, and there live and ready are one,"
          + " versions are known to inference alone, the metadata tell one type for all tensors,"
          + " and outputs are named as the request names them");

  private final String name;
  private final String remark;

  V2Server(String name, String remark) {
    this.name = name;
    this.remark = remark;
  }

  /** The server that calls itself so, for example {@code triton 2.51.0}. */
  static Optional<V2Server> of(String server) {
    String lower = server.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(known -> known != DJL && lower.startsWith(known.name))
        .findFirst();
  }

  /** The server that told this. */
  static Optional<V2Server> of(Description told) {
    return told.server().isPresent()
        ? of(told.server().get())
        : Optional.of(DJL).filter(djl -> !told.outputs().isEmpty());
  }

  /** What a reader of its answers should know, in a sentence; empty if there is nothing. */
  String remark() {
    return remark;
  }
}
