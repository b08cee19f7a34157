package dev.canary.http.protocol;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the tests of the Open Inference Protocol share. */
final class V2Given {
  static final String ID = "canary-1";
  static final Input INPUT = Input.of(Map.of("x", Tensor.ofFloats(new int[] {1, 2}, 0.1f, -0.0f)));

  private V2Given() {}

  static OpenInferenceV2 protocol(Map<String, String> options) throws LoadException {
    return new OpenInferenceV2(new Settings("kserve-v2", "iris", options));
  }

  static OpenInferenceV2 protocol() throws LoadException {
    return protocol(Map.of());
  }

  static String body(WireRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  static WireAnswer answer(int status, String body) {
    return WireAnswer.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
