package dev.canary.format;

import dev.canary.suite.Case;
import dev.canary.suite.Range;
import dev.canary.tensor.DType;
import dev.canary.tensor.Digest;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The SHA-256 over what the cases of a suite are: ids in their order, inputs with every bit (those
 * of referenced files too), and expectations. How they are spelled, their tags and their reasons do
 * not count.
 */
final class SuiteDigest {
  private static final String FORMAT = "canary-cases/1";

  /** One stream of bytes, hashed once: many small updates cost a cold start too much. */
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

  private final DataOutputStream out = new DataOutputStream(bytes);

  private SuiteDigest() {}

  /** The digest as {@code sha256:<hex>}. */
  static String of(List<Case> cases) {
    try {
      SuiteDigest digest = new SuiteDigest();
      digest.text(FORMAT);
      for (Case golden : cases) {
        digest.add(golden);
      }
      return Digest.of(digest.bytes.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
  }

  private void add(Case golden) throws IOException {
    text(golden.id());
    out.writeInt(golden.input().tensors().size());
    for (Map.Entry<String, Tensor> input : new TreeMap<>(golden.input().tensors()).entrySet()) {
      text(input.getKey());
      tensor(input.getValue());
    }
    out.writeInt(golden.input().nulls().size());
    for (String name : new TreeSet<>(golden.input().nulls())) {
      text(name);
    }
    Optional<String> label = golden.expect().label();
    out.writeBoolean(label.isPresent());
    text(label.orElse(""));
    Optional<Range> range = golden.expect().range();
    out.writeBoolean(range.isPresent());
    out.writeDouble(range.map(Range::low).orElse(0.0));
    out.writeDouble(range.map(Range::high).orElse(0.0));
  }

  private void tensor(Tensor tensor) throws IOException {
    text(tensor.dtype().label());
    int[] shape = tensor.shape();
    out.writeInt(shape.length);
    for (int dimension : shape) {
      out.writeInt(dimension);
    }
    if (tensor.dtype() == DType.STRING) {
      for (String text : tensor.texts()) {
        text(text);
      }
    } else {
      byte[] data = new byte[tensor.bytes().remaining()];
      tensor.bytes().get(data);
      out.write(data);
    }
  }

  private void text(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
