package dev.canary.app.serve;

import dev.canary.suite.Case;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real target that is made to fail. */
final class FaultyTarget implements Target {
  private final Target real;
  private Optional<Faults.Sort> fault = Optional.empty();

  FaultyTarget(Target real) {
    this.real = real;
  }

  void behave(Optional<Faults.Sort> how) {
    fault = how;
  }

  @Override
  public ModelIdentity identity() {
    return real.identity();
  }

  @Override
  public void expect(List<Case> cases) {
    real.expect(cases);
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    Output good = real.predict(golden);
    if (fault.isEmpty()) {
      return good;
    }
    return switch (fault.get()) {
      case UNREACHABLE, BLIP, OUTAGE ->
          throw new PredictionException(Reason.UNREACHABLE, "nobody answers");
      case CONTRACT -> moved(good, 1);
      case MOVED -> moved(good, 1e-4);
    };
  }

  /** The first of two probabilities grows, and the other shrinks. */
  private static Output moved(Output good, double by) {
    Map<String, Tensor> tensors = new HashMap<>();
    good.tensors()
        .forEach(
            (name, tensor) -> {
              double[] values = tensor.toDoubles();
              values[0] += by;
              values[1] -= by;
              tensors.put(name, Tensor.ofDoubles(tensor.shape(), values));
            });
    return new Output(tensors, good.classes());
  }

  /** A run closes what it opened; this one is opened once. */
  @Override
  public void close() {
    // The recording holds nothing open.
  }
}
