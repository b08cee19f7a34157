package dev.canary.bench.served;

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
import dev.canary.tensor.Tensor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The product's own target. */
final class Ours implements Contender {
  /** Both requests have about 1 KiB. */
  private static final Map<String, Integer> NUMBERS = Map.of("json", 80, "binary", 216);

  private final Target target;
  private final Case golden;

  /** Speaks {@code json} or {@code binary} to the model of that name. */
  Ours(URI model, String encoding, int concurrency) throws LoadException {
    Map<String, String> options =
        Map.of(
            "protocol",
            "kserve-v2",
            "encoding",
            encoding,
            "concurrency",
            String.valueOf(concurrency));
    target =
        new HttpProvider()
            .open(
                new TargetSpec(
                    "http",
                    new Place.Server(List.of(model)),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Reset.none(),
                    options));
    golden = Case.of("case-0001", Input.of(Map.of("x", numbers(encoding))));
    target.expect(List.of(golden));
  }

  private static Tensor numbers(String encoding) {
    float[] numbers = new float[Objects.requireNonNull(NUMBERS.get(encoding))];
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
