package dev.canary.app.served;

import dev.canary.server.ModelServer;
import java.util.Locale;

/** A way to the same model behind a server, over the Open Inference Protocol. */
public enum Transport {
  /** Tensors as bytes behind a JSON header. */
  BINARY,
  /** Numbers as text. */
  JSON,
  GRPC;

  /** The part {@code target} of a suite or a watch, on one line. */
  public String target(ModelServer server, String model) {
    return switch (this) {
      case BINARY, JSON ->
          "{type: http, protocol: kserve-v2, encoding: %s, model: \"%s\", name: %s}"
              .formatted(word(), server.http(), model);
      case GRPC -> "{type: grpc, model: \"%s/%s\"}".formatted(server.grpc(), model);
    };
  }

  /** A watch of this suite, as a line below {@code watches} of canary.yaml. */
  public String watch(ModelServer server, String suite) {
    return "  %s: {suite: %s, target: %s}%n".formatted(word(), suite, target(server, suite));
  }

  /** The name of that watch. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
