package dev.canary.app.init;

import dev.canary.app.job.CannotRunException;
import dev.canary.target.Signature;
import dev.canary.target.Signature.Slot;
import dev.canary.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code --input NAME=TYPE[SHAPE]}, by which a user tells what a model does not. */
public final class InputWord {
  private static final Pattern FORM =
      Pattern.compile("([^=]+)=([A-Za-z0-9_]+)\\[((?:-?[0-9]{1,9}(?:,-?[0-9]{1,9})*)?)]");
  private static final String TYPES =
      Arrays.stream(DType.values()).map(DType::label).collect(Collectors.joining(", "));

  private InputWord() {}

  /**
   * One input.
   *
   * @throws CannotRunException if it is not well formed
   */
  public static Slot read(String text) throws CannotRunException {
    Matcher matcher = FORM.matcher(text.replace(" ", ""));
    Optional<DType> dtype =
        matcher.matches() ? Signature.dtype(matcher.group(2)) : Optional.empty();
    if (dtype.isEmpty()) {
      throw new CannotRunException(
          "--input is \"%s\"; allowed is NAME=TYPE[SHAPE], as in x=fp32[1,4] or text=string[1], -1 for a dimension that varies; types are %s"
              .formatted(text, TYPES));
    }
    List<Long> shape = new ArrayList<>();
    for (String dimension : matcher.group(3).split(",", -1)) {
      if (!dimension.isEmpty()) {
        shape.add(Math.max(-1, Long.parseLong(dimension)));
      }
    }
    return Slot.of(matcher.group(1), dtype.get(), shape);
  }

  /** The word that reads as this input. */
  static String of(Slot slot) {
    String sizes =
        slot.shape().orElse(List.of()).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return "%s=%s[%s]".formatted(slot.name(), slot.dtype().map(DType::label).orElse("?"), sizes);
  }

  /** What a model tells, with what a user tells in its place; inputs of the user's come last. */
  public static Signature over(Signature told, List<Slot> named) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    told.inputs().forEach(slot -> slots.put(slot.name(), slot));
    named.forEach(slot -> slots.put(slot.name(), slot));
    return new Signature(List.copyOf(slots.values()));
  }
}
