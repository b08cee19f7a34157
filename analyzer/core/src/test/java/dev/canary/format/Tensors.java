package dev.canary.format;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Tensors of every type, rank and bit pattern, for laws. */
final class Tensors {
  private Tensors() {}

  /** Numbers with any bits: NaN payloads, negative zeros, infinities and subnormals among them. */
  static Arbitrary<Tensor> any() {
    Arbitrary<int[]> shapes =
        Arbitraries.integers().between(0, 4).array(int[].class).ofMinSize(0).ofMaxSize(3);
    return Combinators.combine(Arbitraries.of(DType.class), shapes)
        .flatAs((dtype, shape) -> dtype == DType.STRING ? texts(shape) : numbers(dtype, shape));
  }

  static Arbitrary<Map<String, Tensor>> named() {
    Arbitrary<String> names =
        Arbitraries.strings().withChars("abc.#\u00e9\"\\ /").ofMinLength(1).ofMaxLength(6);
    return Arbitraries.maps(
            names.filter(n -> !n.endsWith("#utf8") && !n.endsWith("#offsets")), any())
        .ofMaxSize(5);
  }

  private static Arbitrary<Tensor> numbers(DType dtype, int[] shape) {
    int length = Tensor.count(shape) * dtype.width();
    Arbitrary<Byte> bytes =
        dtype == DType.BOOL
            ? Arbitraries.bytes().between((byte) 0, (byte) 1)
            : Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.bytes()),
                net.jqwik.api.Tuple.of(
                    1, Arbitraries.of((byte) 0x7f, (byte) 0x80, (byte) 0xff, (byte) 0, (byte) 1)));
    return bytes
        .array(byte[].class)
        .ofSize(length)
        .map(content -> Tensor.ofBytes(dtype, shape, content));
  }

  private static Arbitrary<Tensor> texts(int[] shape) {
    return Arbitraries.strings()
        .withChars("a\u00e9\u4e16 \n\"")
        .ofMaxLength(5)
        .list()
        .ofSize(Tensor.count(shape))
        .map(texts -> Tensor.ofTexts(shape, List.copyOf(texts)));
  }
}
