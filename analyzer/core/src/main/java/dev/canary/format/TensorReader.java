package dev.canary.format;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tensors of cases and recorded answers: {@code {"dtype", "shape", "data"}}, {@code
 * {"file"}}, or a bare scalar of rank 0.
 */
final class TensorReader {
  private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "bmp");
  private static final Map<String, DType> DTYPES = dtypes();
  private static final String DTYPE_LABELS = String.join(", ", DTYPES.keySet());
  private static final int[] SCALAR = {};
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE / 8;

  private final Reading reading;
  private final Source source;

  TensorReader(Reading reading, Source source) {
    this.reading = reading;
    this.source = source;
  }

  private static Map<String, DType> dtypes() {
    Map<String, DType> words = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      words.put(dtype.label(), dtype);
    }
    return words;
  }

  /** The tensor that stands at a key; null must have been ruled out before. */
  Optional<Tensor> read(Section parent, String key) {
    Node value = parent.any(key).orElseThrow();
    if (value instanceof Node.Scalar scalar) {
      return scalar(parent, key, scalar);
    }
    Optional<Section> section =
        value instanceof Node.Entries ? parent.section(key) : Optional.empty();
    if (section.isEmpty()) {
      parent.problem(key, value, "a scalar, null, {\"dtype\", \"shape\", \"data\"}, {\"file\"}");
      return Optional.empty();
    }
    return section.get().has("file") ? fromFile(section.get()) : fromData(section.get());
  }

  private Optional<Tensor> scalar(Section parent, String key, Node.Scalar scalar) {
    Leaves leaves = new Leaves();
    char[] chars = scalar.text().toCharArray();
    leaves.add(Flattening.kindOf(scalar), chars, 0, chars.length);
    DType dtype = typeOf(scalar);
    return Elements.read(
        dtype, SCALAR, leaves, bad -> parent.problem(key, scalar, Elements.allowed(dtype)));
  }

  /** The type of a bare scalar. */
  private static DType typeOf(Node.Scalar scalar) {
    return switch (scalar.style()) {
      case QUOTED, PLAIN -> DType.STRING;
      case NUMBER -> isWhole(scalar.text()) ? DType.INT64 : DType.FP64;
      case WORD -> DType.BOOL;
    };
  }

  private static boolean isWhole(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  private Optional<Tensor> fromData(Section section) {
    section.require("dtype", DTYPE_LABELS);
    section.require("shape", "a list of dimensions");
    section.require("data", "a list of elements");
    Optional<DType> dtype = section.word("dtype", DTYPES);
    Optional<int[]> shape = shape(section);
    Optional<Node> data = section.any("data");
    section.end();
    if (dtype.isEmpty() || shape.isEmpty() || data.isEmpty()) {
      return Optional.empty();
    }
    if (data.get() instanceof Node.Scalar scalar && shape.get().length == 0) {
      Leaves leaves = new Leaves();
      leaves.add(Flattening.kindOf(scalar), scalar.text().toCharArray(), 0, scalar.text().length());
      return elements(section, dtype.get(), shape.get(), leaves);
    }
    if (!(data.get() instanceof Node.Data array)) {
      section.problem("data", data.get(), "a list of elements");
      return Optional.empty();
    }
    return fits(section, shape.get(), array.leaves())
        ? elements(section, dtype.get(), shape.get(), array.leaves())
        : Optional.empty();
  }

  private Optional<Tensor> elements(Section section, DType dtype, int[] shape, Leaves leaves) {
    List<Integer> bad = new ArrayList<>();
    Optional<Tensor> tensor = Elements.read(dtype, shape, leaves, bad::add);
    if (!bad.isEmpty()) {
      int first = bad.get(0);
      String text = leaves.text(first);
      Node.Style style =
          leaves.kind(first) == Leaves.Kind.TEXT ? Node.Style.QUOTED : Node.Style.NUMBER;
      String more = bad.size() == 1 ? "" : " (and " + (bad.size() - 1) + " more)";
      String found = new Node.Scalar(section.line(), text, style).found();
      String where = section.path("data") + "[" + first + "] is " + found + more;
      reading.problem(section.file(), section.line(), where, Elements.allowed(dtype));
    }
    return tensor;
  }

  private static boolean fits(Section section, int[] shape, Leaves leaves) {
    int[] extents = leaves.extents();
    if (leaves.isRagged() || (extents.length > 1 && !Arrays.equals(extents, shape))) {
      String found = leaves.isRagged() ? "ragged" : "nested as " + Arrays.toString(extents);
      String allowed = "nesting as the shape " + Arrays.toString(shape) + " says, or a flat list";
      section.problem("data", found, allowed);
      return false;
    }
    int count = Tensor.count(shape);
    if (leaves.size() != count) {
      String allowed = count + ", as the shape " + Arrays.toString(shape) + " needs";
      section.problem("data", leaves.size() + " elements", allowed);
      return false;
    }
    return true;
  }

  /** The dimensions under {@code shape}. */
  static Optional<int[]> shape(Section section) {
    Optional<Node> value = section.any("shape");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> dimensions = new ArrayList<>();
    if (value.get() instanceof Node.Items items) {
      long product = 1;
      for (Node item : items.items()) {
        Optional<Integer> whole =
            item instanceof Node.Scalar scalar ? Scalars.whole(scalar) : Optional.empty();
        product *= whole.orElse(1);
        if (whole.isPresent() && whole.get() >= 0 && product <= MOST_ELEMENTS) {
          dimensions.add(whole.get());
        }
      }
      if (dimensions.size() == items.items().size()) {
        int[] shape = new int[dimensions.size()];
        for (int i = 0; i < shape.length; i++) {
          shape[i] = dimensions.get(i);
        }
        return Optional.of(shape);
      }
    }
    section.problem(
        "shape", value.get(), "a list of dimensions of at least 0, such as [1, 28, 28]");
    return Optional.empty();
  }

  private Optional<Tensor> fromFile(Section section) {
    Optional<String> reference = section.name("file");
    Optional<Path> file =
        reference.flatMap(text -> Paths.existing(section, "file", source.path(), text));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String name = file.get().getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (ending.equals("npy")) {
      section.end();
      return npy(file.get());
    }
    if (IMAGES.contains(ending)) {
      // Only here are image classes loaded: they cost more than reading the rest of a suite.
      return ImageReading.read(section, file.get());
    }
    section.problem("file", '"' + name + '"', "a .npy file or an image (.png, .jpg, .jpeg, .bmp)");
    return Optional.empty();
  }

  private Optional<Tensor> npy(Path file) {
    try {
      return Optional.of(Npy.read(file, reading.name(file)));
    } catch (FormatException e) {
      reading.problems(e.problems());
      return Optional.empty();
    }
  }
}
