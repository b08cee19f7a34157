package dev.canary.grpc;

import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of this module send, and where. */
final class Targets {
  static final Case CASE =
      Case.of("case-1", Input.of(Map.of("x", Tensor.ofFloats(new int[] {1, 2}, 0.1f, Float.NaN))));

  private Targets() {}

  static TargetSpec spec(String address, Map<String, String> options) {
    return new TargetSpec(
        "grpc",
        new Place.Server(List.of(URI.create(address))),
        Optional.of("said"),
        Optional.empty(),
        List.of(),
        Reset.none(),
        options);
  }

  static Target open(String address, Map<String, String> options) throws LoadException {
    return new GrpcProvider().open(spec(address, options));
  }

  static Target open(Stub server, Map<String, String> options) throws LoadException {
    return open("grpc://127.0.0.1:" + server.port() + "/m", options);
  }

  /** The failure of one case. */
  static PredictionException failure(Target target) {
    try {
      target.predict(CASE);
    } catch (PredictionException e) {
      return e;
    }
    throw new AssertionError("an answer came where a failure belongs");
  }
}
