package dev.canary.http;

import dev.canary.format.Mask;
import dev.canary.http.wire.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer before anybody reads it. */
final class MaskedAnswer {
  private MaskedAnswer() {}

  /** With stars for secrets, in its headers and in its body; itself if it holds none. */
  static WireAnswer of(Mask mask, WireAnswer answer) {
    if (mask.isEmpty()) {
      return answer;
    }
    byte[] body = mask.read(answer.body());
    Map<String, String> headers = new LinkedHashMap<>();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
              headers.put(name, new String(mask.read(bytes), StandardCharsets.UTF_8));
            });
    return body == answer.body() && headers.equals(answer.headers())
        ? answer
        : new WireAnswer(answer.status(), headers, body, answer.phases(), answer.resent());
  }
}
