package dev.canary.http.json;

import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import java.util.Arrays;
import java.util.Locale;

/** The shape that nested JSON lists have. */
final class JsonShape {
  private static final int MOST_AXES = 32;
  private static final int UNKNOWN = -1;

  private final String where;
  private final int[] extents = new int[MOST_AXES];
  private final int[] path = new int[MOST_AXES];
  private int rank = UNKNOWN;

  private JsonShape(String where) {
    this.where = where;
    Arrays.fill(extents, UNKNOWN);
  }

  /**
   * The extents of a list, from the outermost in.
   *
   * @throws PredictionException BAD_ANSWER if it is ragged or holds objects, naming the place
   */
  static int[] of(String where, Json.Items items) throws PredictionException {
    if (items.nested().isEmpty()) {
      return new int[] {items.size()};
    }
    JsonShape shape = new JsonShape(where);
    shape.visit(items, 0);
    return Arrays.copyOf(shape.extents, shape.rank);
  }

  private void visit(Json.Items items, int depth) throws PredictionException {
    if (depth == MOST_AXES) {
      throw bad(depth, "is nested deeper than " + MOST_AXES + " lists");
    }
    if (extents[depth] == UNKNOWN) {
      extents[depth] = items.size();
    } else if (extents[depth] != items.size()) {
      throw bad(depth, "is ragged: %d elements where others have %d", items.size(), extents[depth]);
    }
    if (items.nested().isEmpty()) {
      leaves(depth);
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      path[depth] = i;
      element(items.get(i), depth + 1);
    }
  }

  private void element(Json element, int depth) throws PredictionException {
    if (element instanceof Json.Items inner) {
      visit(inner, depth);
    } else if (element instanceof Json.Members) {
      throw bad(depth, "is %s where a number, a text or a list belongs", element.found());
    } else {
      throw bad(depth, "is ragged: %s where others are lists", element.found());
    }
  }

  private void leaves(int depth) throws PredictionException {
    if (rank == UNKNOWN) {
      rank = depth + 1;
    } else if (rank != depth + 1) {
      throw bad(depth, "is ragged: a list of rank %d where others have %d", 1, rank - depth);
    }
  }

  private PredictionException bad(int depth, String what, Object... values) {
    StringBuilder place = new StringBuilder(where);
    for (int i = 0; i < depth; i++) {
      place.append('[').append(path[i]).append(']');
    }
    return new PredictionException(
        Reason.BAD_ANSWER,
        place.append(' ').append(String.format(Locale.ROOT, what, values)).toString());
  }

  /**
   * True if two shapes differ by axes of length one at most: MLServer's NumPy codec writes [N] as
   * [N, 1] (mlserver/codecs/numpy.py).
   */
  static boolean isSame(int[] one, int[] other) {
    return Arrays.equals(squeezed(one), squeezed(other));
  }

  private static int[] squeezed(int... shape) {
    return Arrays.stream(shape).filter(axis -> axis != 1).toArray();
  }

  /** Where in a shape the element at a flat index lies, as in {@code [3][0]}. */
  static String position(int[] shape, int index) {
    StringBuilder position = new StringBuilder();
    int rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      position.insert(0, "[" + rest % shape[axis] + "]");
      rest /= shape[axis];
    }
    return position.toString();
  }
}
