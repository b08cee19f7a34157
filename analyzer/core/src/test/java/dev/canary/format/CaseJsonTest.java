package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.suite.Case;
import dev.canary.suite.Expectation;
import dev.canary.suite.Input;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases that are written and read back. */
class CaseJsonTest {
  @Test
  void everyTypeIsReadBackBitForBit(@TempDir Path folder) throws Exception {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      if (dtype == DType.STRING) {
        inputs.put("texts", Tensor.ofTexts(new int[] {3}, List.of("", "a \"b\"\n", "é🙂")));
        inputs.put("text", Tensor.ofTexts(new int[0], List.of("bare")));
      } else {
        inputs.put(dtype.label(), random(dtype, 2, 50));
        inputs.put(dtype.label() + " scalar", random(dtype));
        inputs.put(dtype.label() + " empty", random(dtype, 0, 4));
      }
    }
    inputs.put("negative zero", Tensor.ofDoubles(new int[0], -0.0));
    inputs.put("not a number", Tensor.ofDoubles(new int[0], Double.NaN));
    Case golden =
        new Case(
            "all",
            new Input(inputs, Set.of("missing")),
            List.of("edge"),
            "every type",
            Expectation.NONE,
            OptionalDouble.empty(),
            Optional.empty());
    Path suite = Files.createDirectory(folder.resolve("all"));
    Files.writeString(suite.resolve("model"), "");
    Files.writeString(
        suite.resolve("suite.yaml"),
        "suite: all\ntarget: {type: tribuo, model: model}\noutput: {kind: values}\n");
    Files.writeString(suite.resolve("cases.jsonl"), CaseJson.line(golden) + "\n");
    assertThat(Suites.load(suite).suite().cases()).containsExactly(golden);
  }

  /** Random bits, but for floats only finite ones: a NaN's payload has no spelling in a case. */
  private static Tensor random(DType dtype, int... shape) {
    Random random = new Random(7);
    byte[] bytes = new byte[Tensor.count(shape) * dtype.width()];
    random.nextBytes(bytes);
    if (dtype == DType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    Tensor tensor = Tensor.ofBytes(dtype, shape, bytes);
    for (int i = 0; dtype.isFloat() && i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.doubleAt(i))) {
        ByteBuffer.wrap(bytes).put(i * dtype.width() + dtype.width() - 1, (byte) 0);
      }
    }
    return tensor;
  }
}
