package dev.canary.http.json;

import dev.canary.tensor.DType;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the scalars at the bottom of a JSON value are.
 *
 * @param numbers bare NaN and infinities among them
 * @param quoted NaN and infinities in quotes, which are numbers only beside numbers
 * @param texts all other texts
 */
public record JsonKinds(int numbers, int quoted, int texts, int flags, int nulls) {
  private static final Pattern NON_FINITE = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

  /** Those of a scalar or of a list, however nested. */
  public static JsonKinds of(Json value) {
    if (value instanceof Json.Items items) {
      return of(items.leaves(), items.from(), items.to());
    }
    return value instanceof Json.Scalar scalar
        ? of(scalar.leaves(), scalar.index(), scalar.index() + 1)
        : new JsonKinds(0, 0, 0, 0, 0);
  }

  private static JsonKinds of(JsonLeaves leaves, int from, int to) {
    int numbers = 0;
    int quoted = 0;
    int texts = 0;
    int flags = 0;
    int nulls = 0;
    for (int i = from; i < to; i++) {
      switch (leaves.kind(i)) {
        case NUMBER, NON_FINITE -> numbers++;
        case TEXT -> {
          boolean nonFinite = NON_FINITE.matcher(leaves.text(i)).matches();
          quoted += nonFinite ? 1 : 0;
          texts += nonFinite ? 0 : 1;
        }
        case TRUE, FALSE -> flags++;
        case NULL -> nulls++;
      }
    }
    return new JsonKinds(numbers, quoted, texts, flags, nulls);
  }

  /** True if all of them are numbers, or stand for one. */
  public boolean areNumbers() {
    return texts + flags == 0 && numbers + nulls > 0;
  }

  /** True if no one type holds all of them. */
  public boolean areMixed() {
    boolean some = numbers + nulls > 0;
    return (texts > 0 && some) || (flags > 0 && (some || texts + quoted > 0));
  }

  /** Floats, where the elements alone would not say so: quoted NaN beside numbers. */
  public Optional<DType> type() {
    return areNumbers() && quoted > 0 ? Optional.of(DType.FP64) : Optional.empty();
  }
}
