package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Predictions in a {@code .npy} file: the first axis counts the cases. */
record RecordedArray(Tensor all) implements Recording {

  static Optional<Recording> read(Reading reading, Path file, RecordedOptions options) {
    try {
      Tensor all = Npy.read(file, reading.name(file));
      if (options.layout() == RecordedOptions.Layout.ONE_CASE) {
        return Optional.of(Recording.ofOneCase(Output.of(OUTPUT, all)));
      }
      if (all.shape().length == 0) {
        reading.problem(reading.name(file), 0, "the array is a scalar", "an axis of cases");
      } else {
        return Optional.of(new RecordedArray(all));
      }
    } catch (FormatException e) {
      reading.problems(e.problems());
    }
    return Optional.empty();
  }

  @Override
  public OptionalInt rows() {
    return OptionalInt.of(all.shape()[0]);
  }

  @Override
  public Output answerTo(Case golden) throws PredictionException {
    return answerAt(Recording.row(golden, all.shape()[0]), golden);
  }

  @Override
  public Output answerAt(int row, Case golden) {
    int[] shape = all.shape();
    int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    int count = Tensor.count(rest);
    if (all.dtype() == DType.STRING) {
      var texts = all.texts().subList(row * count, (row + 1) * count);
      return Output.of(OUTPUT, Tensor.ofTexts(rest, texts));
    }
    byte[] bytes = new byte[count * all.dtype().width()];
    all.bytes().get(row * bytes.length, bytes);
    return Output.of(OUTPUT, Tensor.ofBytes(all.dtype(), rest, bytes));
  }
}
