package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.suite.Range;
import dev.canary.tensor.DType;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The SHA-256 over what the cases of a suite are: ids in their order, inputs with every bit (those
 * of referenced files too), and expectations. How they are spelled, their tags and their reasons do
 * not count.
 */
final class SuiteDigest {
  private static final String FORMAT = "canary-cases/1";

  /** One stream of bytes, hashed once: many small updates cost a cold start too much. */
  private ByteBuffer out = ByteBuffer.allocate(1 << 16);

  private SuiteDigest() {}

  /** The digest as {@code sha256:<hex>}. */
  static String of(List<Case> cases) {
    SuiteDigest digest = new SuiteDigest();
    digest.text(FORMAT);
    for (Case golden : cases) {
      digest.add(golden);
    }
    return Digest.of(Arrays.copyOf(digest.out.array(), digest.out.position()));
  }

  private void add(Case golden) {
    text(golden.id());
    Map<String, Tensor> inputs = golden.input().tensors();
    number(inputs.size());
    for (String name : inputs.size() < 2 ? inputs.keySet() : new TreeSet<>(inputs.keySet())) {
      text(name);
      Optional.ofNullable(inputs.get(name)).ifPresent(this::tensor);
    }
    number(golden.input().nulls().size());
    for (String name : new TreeSet<>(golden.input().nulls())) {
      text(name);
    }
    Optional<String> label = golden.expect().label();
    flag(label.isPresent());
    text(label.orElse(""));
    Optional<Range> range = golden.expect().range();
    flag(range.isPresent());
    room(2 * Double.BYTES)
        .putDouble(range.map(Range::low).orElse(0.0))
        .putDouble(range.map(Range::high).orElse(0.0));
  }

  private void tensor(Tensor tensor) {
    text(tensor.dtype().label());
    int[] shape = tensor.shape();
    number(shape.length);
    for (int dimension : shape) {
      number(dimension);
    }
    if (tensor.dtype() == DType.STRING) {
      tensor.texts().forEach(this::text);
    } else {
      ByteBuffer data = tensor.bytes();
      room(data.remaining()).put(data);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    room(utf8.length).put(utf8);
  }

  private void number(int number) {
    room(Integer.BYTES).putInt(number);
  }

  private void flag(boolean flag) {
    room(1).put((byte) (flag ? 1 : 0));
  }

  /** The buffer, with room for this many bytes more. */
  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int capacity = Math.max(Math.addExact(out.position(), bytes), 2 * out.capacity());
      out = ByteBuffer.allocate(capacity).put(out.flip());
    }
    return out;
  }
}
