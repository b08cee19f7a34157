package dev.canary.target;

import dev.canary.suite.Range;
import dev.canary.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model tells of its inputs, for whoever writes a first suite for it.
 *
 * @param inputs in the model's order; empty where it tells none
 */
public record Signature(List<Slot> inputs) {
  /** Nothing is told. */
  public static final Signature UNKNOWN = new Signature(List.of());

  /** What a server's metadata say of an input stands in its identity's provenance under this. */
  public static final String INPUT = "interface.input.";

  /** The same of an output. */
  public static final String OUTPUT = "interface.output.";

  private static final Pattern PORT = Pattern.compile("([A-Za-z0-9_]+)\\[([-0-9, ]*)]");

  public Signature {
    inputs = List.copyOf(inputs);
  }

  /** Whether an input may be left out. */
  public enum Presence {
    REQUIRED,
    /** It may be null. */
    OPTIONAL
  }

  /**
   * One input.
   *
   * @param dtype of its elements; empty where the model does not tell
   * @param shape -1 for a dimension that varies; empty where the model does not tell
   * @param presence whether it may be null
   * @param words the texts that the model knows, where it tells them
   * @param range of the numbers that it was trained on, where it tells
   */
  public record Slot(
      String name,
      Optional<DType> dtype,
      Optional<List<Long>> shape,
      Presence presence,
      List<String> words,
      Optional<Range> range) {
    public Slot {
      shape = shape.map(List::copyOf);
      words = List.copyOf(words);
    }

    /** A required input of this type and shape. */
    public static Slot of(String name, DType dtype, List<Long> shape) {
      return of(name, Optional.of(dtype), Optional.of(shape));
    }

    /** A required input of which not all is known. */
    public static Slot of(String name, Optional<DType> dtype, Optional<List<Long>> shape) {
      return new Slot(name, dtype, shape, Presence.REQUIRED, List.of(), Optional.empty());
    }

    /** Name, type and shape, for example {@code x: fp32[-1, 4]}; ? for what is not told. */
    @Override
    public String toString() {
      return "%s: %s%s"
          .formatted(
              name, dtype.map(DType::label).orElse("?"), shape.map(List::toString).orElse("[?]"));
    }
  }

  /** What a server said of its model's inputs, as the model's identity keeps it; by name. */
  public static Signature of(ModelIdentity model) {
    List<Slot> slots = new ArrayList<>();
    for (Map.Entry<String, String> told : new TreeMap<>(model.provenance()).entrySet()) {
      if (told.getKey().startsWith(INPUT)) {
        slots.add(slot(told.getKey().substring(INPUT.length()), told.getValue()));
      }
    }
    return new Signature(slots);
  }

  private static Slot slot(String name, String told) {
    Matcher port = PORT.matcher(told);
    if (!port.matches()) {
      return Slot.of(name, Optional.empty(), Optional.empty());
    }
    List<Long> shape = new ArrayList<>();
    for (String dimension : port.group(2).split(",", -1)) {
      if (!dimension.isBlank()) {
        shape.add(Long.parseLong(dimension.strip()));
      }
    }
    return Slot.of(name, dtype(port.group(1)), Optional.of(shape));
  }

  /**
   * The type that a server's word means: the Open Inference Protocol's own ({@code FP32}, {@code
   * BYTES}), TensorFlow's ({@code DT_FLOAT}) or NumPy's ({@code float32}).
   */
  public static Optional<DType> dtype(String word) {
    String plain = word.toUpperCase(Locale.ROOT).replaceFirst("^(DT|TYPE)_", "");
    return switch (plain) {
      case "FLOAT", "FLOAT32" -> Optional.of(DType.FP32);
      case "DOUBLE", "FLOAT64" -> Optional.of(DType.FP64);
      case "HALF", "FLOAT16" -> Optional.of(DType.FP16);
      case "BFLOAT16" -> Optional.of(DType.BF16);
      case "BYTES", "STR", "TEXT" -> Optional.of(DType.STRING);
      case "BOOLEAN" -> Optional.of(DType.BOOL);
      default -> DType.of(plain.toLowerCase(Locale.ROOT));
    };
  }
}
