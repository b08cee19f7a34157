package dev.canary.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.http.json.JsonWriter.Content;
import dev.canary.target.PredictionException;
import dev.canary.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpelledTest {
  private final Spelled spelled = new Spelled();
  private final AtomicInteger times = new AtomicInteger();

  @Test
  void anEqualTensorIsNotSpelledAgain() throws PredictionException {
    assertThat(spelled.of(Tensor.ofFloats(new int[] {1}, 0.5f), text("[0.5]")).getValue())
        .isEqualTo("[0.5]");
    assertThat(spelled.of(Tensor.ofFloats(new int[] {1}, 0.5f), text("[0.5]")).getValue())
        .isEqualTo("[0.5]");
    assertThat(times).hasValue(1);
  }

  @Test
  void theZeroBelowZeroIsAnotherTensor() throws PredictionException {
    spelled.of(Tensor.ofFloats(new int[] {1}, 0f), text("[0.0]"));
    assertThat(spelled.of(Tensor.ofFloats(new int[] {1}, -0f), text("[-0.0]")).getValue())
        .isEqualTo("[-0.0]");
  }

  @Test
  void whatHasNoRoomIsSpelledEveryTime() throws PredictionException {
    Tensor tensor = Tensor.ofLongs(new int[] {1}, 7);
    Content huge = text(" ".repeat(17 << 20) + "7");
    spelled.of(tensor, huge);
    spelled.of(tensor, huge);
    assertThat(times).hasValue(2);
  }

  private Content text(String json) {
    return out -> {
      times.incrementAndGet();
      out.writeRawValue(json);
    };
  }
}
