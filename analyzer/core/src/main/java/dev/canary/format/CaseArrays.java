package dev.canary.format;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One tensor per case as few tensors of a file: all in one, with the cases as its first axis, when
 * they have one type and shape; else each under the position of its case.
 */
final class CaseArrays {
  private CaseArrays() {}

  /** Adds the tensors under {@code name}, or {@code name/<position>} where they differ in form. */
  static void put(Map<String, Tensor> file, String name, List<Optional<Tensor>> perCase) {
    boolean alike =
        perCase.stream().allMatch(Optional::isPresent)
            && perCase.stream().map(t -> t.orElseThrow().toString()).distinct().count() == 1;
    if (alike) {
      file.put(name, stack(perCase.stream().map(Optional::orElseThrow).toList()));
      return;
    }
    for (int i = 0; i < perCase.size(); i++) {
      int position = i;
      perCase.get(i).ifPresent(tensor -> file.put(name + "/" + position, tensor));
    }
  }

  /** The tensors of so many cases, as {@link #put} stored them. */
  static List<Optional<Tensor>> get(Safetensors file, String name, int cases)
      throws FormatException {
    if (file.names().contains(name)) {
      return unstack(file.tensor(name)).stream().map(Optional::of).toList();
    }
    List<Optional<Tensor>> perCase = new ArrayList<>(cases);
    for (int i = 0; i < cases; i++) {
      String own = name + "/" + i;
      perCase.add(file.names().contains(own) ? Optional.of(file.tensor(own)) : Optional.empty());
    }
    return perCase;
  }

  private static Tensor stack(List<Tensor> tensors) {
    Tensor first = tensors.get(0);
    int[] shape =
        IntStream.concat(IntStream.of(tensors.size()), Arrays.stream(first.shape())).toArray();
    if (first.dtype() == DType.STRING) {
      return Tensor.ofTexts(shape, tensors.stream().flatMap(t -> t.texts().stream()).toList());
    }
    ByteBuffer bytes = ByteBuffer.allocate(tensors.size() * first.bytes().remaining());
    tensors.forEach(tensor -> bytes.put(tensor.bytes()));
    return Tensor.ofBytes(first.dtype(), shape, bytes.array());
  }

  private static List<Tensor> unstack(Tensor stacked) {
    int[] shape = stacked.shape();
    int[] each = Arrays.copyOfRange(shape, 1, shape.length);
    int size = Tensor.count(each);
    List<Tensor> tensors = new ArrayList<>(shape[0]);
    ByteBuffer bytes = stacked.bytes();
    for (int i = 0; i < shape[0]; i++) {
      if (stacked.dtype() == DType.STRING) {
        tensors.add(Tensor.ofTexts(each, stacked.texts().subList(i * size, (i + 1) * size)));
      } else {
        byte[] own = new byte[size * stacked.dtype().width()];
        bytes.get(own);
        tensors.add(Tensor.ofBytes(stacked.dtype(), each, own));
      }
    }
    return tensors;
  }
}
