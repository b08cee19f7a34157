package dev.canary.http;

import dev.canary.http.wire.WireAnswer;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a server says it computed, from the headers of its answer.
 *
 * <p>Read are, from the most to the least specific: {@code x-inference-time} and {@code
 * x-total-time} in milliseconds and {@code x-compute-time} in seconds (Hugging Face TGI, {@code
 * router/src/server.rs}), {@code openai-processing-ms}, {@code Server-Timing} (W3C, milliseconds;
 * its longest entry), {@code x-process-time} in seconds (FastAPI's documentation), {@code
 * x-runtime} in seconds (Rack) and {@code x-envoy-upstream-service-time} in milliseconds. A
 * duration that names its own unit is read in that.
 */
final class ServerTime {
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;

  private static final List<Header> HEADERS =
      List.of(
          new Header("x-inference-time", MILLI),
          new Header("x-compute-time", SECOND),
          new Header("x-total-time", MILLI),
          new Header("openai-processing-ms", MILLI),
          new Header("x-process-time", SECOND),
          new Header("x-runtime", SECOND),
          new Header("x-envoy-upstream-service-time", MILLI));
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?) *(ms|s|us)?");
  private static final Pattern TIMING =
      Pattern.compile(";\\s*dur\\s*=\\s*\"?([0-9]{1,15}(?:\\.[0-9]{1,15})?)");

  private ServerTime() {}

  private record Header(String name, double unitNanos) {
    OptionalLong read(WireAnswer answer) {
      // By its name in lower case: asked of every answer, for every header.
      String text = answer.headers().get(name);
      return text == null ? OptionalLong.empty() : read(text.strip());
    }

    private OptionalLong read(String text) {
      Matcher matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        return OptionalLong.empty();
      }
      String unit = matcher.group(2) == null ? "" : matcher.group(2);
      double nanos =
          switch (unit) {
            case "ms" -> MILLI;
            case "s" -> SECOND;
            case "us" -> 1e3;
            default -> unitNanos;
          };
      return OptionalLong.of(Math.round(Double.parseDouble(matcher.group(1)) * nanos));
    }
  }

  /** In nanoseconds; empty if no header tells. */
  static OptionalLong nanos(WireAnswer answer) {
    for (Header header : HEADERS) {
      OptionalLong read = header.read(answer);
      if (read.isPresent()) {
        return read;
      }
    }
    return answer.header("Server-Timing").map(ServerTime::timing).orElse(OptionalLong.empty());
  }

  private static OptionalLong timing(String header) {
    return TIMING
        .matcher(header)
        .results()
        .mapToLong(match -> Math.round(Double.parseDouble(match.group(1)) * MILLI))
        .max();
  }
}
