package dev.canary.bench.served;

import dev.canary.grpc.GrpcProvider;
import dev.canary.http.HttpProvider;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import dev.canary.tensor.Tensor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The product's own target. */
final class Ours implements Contender {
  /** Of both, a request has about 1 KiB. */
  private static final int IN_JSON = 80;

  private static final int IN_BYTES = 216;
  private static final int IN_ROW = 12;

  private final Target target;
  private final Case golden;

  private Ours(TargetProvider provider, URI address, int numbers, Map<String, String> options)
      throws LoadException {
    target =
        provider.open(
            new TargetSpec(
                provider.type(),
                new Place.Server(List.of(address)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Reset.none(),
                options));
    golden = Case.of("case-0001", Input.of(Map.of("x", numbers(numbers))));
    target.expect(List.of(golden));
  }

  /** Speaks to a model of {@link InstantModel} by its name. */
  static Ours http(URI model, String name, int concurrency) throws LoadException {
    int numbers =
        switch (name) {
          case "json" -> IN_JSON;
          case "row" -> IN_ROW;
          default -> IN_BYTES;
        };
    return new Ours(
        new HttpProvider(),
        model,
        numbers,
        Map.of(
            "protocol",
            "kserve-v2",
            "encoding",
            name.equals("binary") ? "binary" : "json",
            "concurrency",
            String.valueOf(concurrency)));
  }

  static Ours grpc(int port, int concurrency) throws LoadException {
    return new Ours(
        new GrpcProvider(),
        URI.create("grpc://127.0.0.1:" + port),
        IN_BYTES,
        Map.of("name", "bench", "concurrency", String.valueOf(concurrency)));
  }

  private static Tensor numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Answer.number(i);
    }
    return Tensor.ofFloats(new int[] {1, numbers.length}, numbers);
  }

  Output predict() throws PredictionException {
    return target.predict(golden);
  }

  @Override
  public void call() throws PredictionException {
    predict();
  }

  @Override
  public void close() {
    target.close();
  }
}
