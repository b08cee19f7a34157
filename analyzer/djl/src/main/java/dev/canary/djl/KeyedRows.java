package dev.canary.djl;

import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Maps with the same keys as rows of one table.
 *
 * <p>The runtime hands the keys over unordered; sorted, numbers as numbers, they name the same
 * columns in every run.
 *
 * @param sorted the keys, Long or String
 * @param values row by row, in the order of the keys
 */
record KeyedRows(List<Object> sorted, List<Object> values) {
  static boolean haveSameKeys(List<? extends Map<?, ?>> maps) {
    return maps.stream().allMatch(map -> map.keySet().equals(maps.get(0).keySet()));
  }

  /** The rows of at least one map. */
  static KeyedRows of(List<? extends Map<?, ?>> maps) {
    List<Object> sorted = new ArrayList<>(maps.get(0).keySet());
    sorted.sort(Comparator.comparing(KeyedRows::number).thenComparing(Object::toString));
    List<Object> values = new ArrayList<>();
    for (Map<?, ?> map : maps) {
      sorted.forEach(key -> values.add(map.get(key)));
    }
    return new KeyedRows(sorted, values);
  }

  private static long number(Object key) {
    return key instanceof Long number ? number : 0;
  }

  /** The column names. */
  List<String> keys() {
    return sorted.stream().map(Object::toString).toList();
  }

  /** One tensor over these leading dimensions and the columns. */
  Tensor tensor(int[] leading) {
    int[] shape = Arrays.copyOf(leading, leading.length + 1);
    shape[leading.length] = sorted.size();
    Object first = values.isEmpty() ? 0f : values.get(0);
    if (first instanceof Float) {
      return Tensor.ofFloats(shape, floats());
    }
    if (first instanceof Double) {
      return Tensor.ofDoubles(shape, values.stream().mapToDouble(v -> (Double) v).toArray());
    }
    if (first instanceof Long) {
      return Tensor.ofLongs(shape, values.stream().mapToLong(v -> (Long) v).toArray());
    }
    return Tensor.ofTexts(shape, values.stream().map(Object::toString).toList());
  }

  private float[] floats() {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (Float) values.get(i);
    }
    return floats;
  }
}
