package dev.canary.format;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of a {@code .npy} file: a Python literal of a dictionary with three keys.
 *
 * @param dtype the element type
 * @param order the order of the bytes of an element
 * @param width bytes per element; 4 per character of a text
 * @param fortran true if the first index changes fastest
 */
record NpyHeader(
    DType dtype, ByteOrder order, int width, boolean fortran, List<Integer> dimensions) {
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{\\s*+(?:'\\w++'\\s*+:\\s*+(?:'[^']*+'|\\w++|\\([^()]*+\\))\\s*+,?+\\s*+)*+\\}\\s*+");
  private static final Pattern PAIR =
      Pattern.compile("'(\\w++)'\\s*+:\\s*+('[^']*+'|\\w++|\\([^()]*+\\))");
  private static final Pattern DESCRIPTOR = Pattern.compile("'([<>|=])([a-zA-Z])([0-9]{1,9})'");
  private static final Pattern TUPLE =
      Pattern.compile("\\(\\s*+(?:[0-9]{1,10}L?\\s*+(?:,\\s*+|(?=\\))))*+\\)");
  private static final Pattern DIMENSION = Pattern.compile("[0-9]+");
  private static final String ALLOWED = "f8, f4, f2, i8, i4, i2, i1, u8, u4, u2, u1, b1, U";
  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
  private static final int LONGEST = 10_000;

  static NpyHeader parse(String name, String text) throws FormatException {
    Map<String, String> values = values(name, text);
    String fortran = values.getOrDefault("fortran_order", "");
    Matcher type = DESCRIPTOR.matcher(values.getOrDefault("descr", ""));
    boolean flag = fortran.equals("True") || fortran.equals("False");
    if (values.size() != KEYS.size() || !flag || !type.matches()) {
      throw Npy.damaged(name, "its header has no proper descr, fortran_order and shape");
    }
    ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    DType dtype = dtype(name, type.group(2), type.group(3));
    long width = dtype == DType.STRING ? 4 * Long.parseLong(type.group(3)) : dtype.width();
    if (width > Integer.MAX_VALUE) {
      throw Npy.damaged(name, "texts of " + type.group(3) + " characters");
    }
    List<Integer> dimensions = dimensions(name, values.getOrDefault("shape", ""));
    return new NpyHeader(dtype, order, (int) width, fortran.equals("True"), dimensions);
  }

  private static Map<String, String> values(String name, String text) throws FormatException {
    if (text.length() > LONGEST || !DICTIONARY.matcher(text).matches()) {
      throw Npy.damaged(name, "its header is no dictionary of a type, an order and a shape");
    }
    Map<String, String> values = new HashMap<>();
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      String key = pair.group(1);
      if (!KEYS.contains(key) || values.put(key, pair.group(2)) != null) {
        throw Npy.damaged(name, "unknown or repeated key " + key + " in its header");
      }
    }
    return values;
  }

  private static DType dtype(String name, String kind, String size) throws FormatException {
    return switch (kind + (kind.equals("U") ? "" : size)) {
      case "f8" -> DType.FP64;
      case "f4" -> DType.FP32;
      case "f2" -> DType.FP16;
      case "i8" -> DType.INT64;
      case "i4" -> DType.INT32;
      case "i2" -> DType.INT16;
      case "i1" -> DType.INT8;
      case "u8" -> DType.UINT64;
      case "u4" -> DType.UINT32;
      case "u2" -> DType.UINT16;
      case "u1" -> DType.UINT8;
      case "b1" -> DType.BOOL;
      case "U" -> DType.STRING;
      default -> throw Npy.damaged(name, "type " + kind + size + " is not read; types: " + ALLOWED);
    };
  }

  private static List<Integer> dimensions(String name, String tuple) throws FormatException {
    if (!TUPLE.matcher(tuple).matches()) {
      throw Npy.damaged(name, "its shape is no tuple of dimensions");
    }
    List<Integer> dimensions = new ArrayList<>();
    Matcher dimension = DIMENSION.matcher(tuple);
    long product = 1;
    while (dimension.find()) {
      long value = Long.parseLong(dimension.group());
      product *= value;
      if (value > Integer.MAX_VALUE || product > Integer.MAX_VALUE) {
        throw Npy.damaged(name, "its shape " + tuple + " is too large");
      }
      dimensions.add((int) value);
    }
    return dimensions;
  }

  /** NumPy's name of a tensor's type. */
  static String descriptor(Tensor tensor) {
    return switch (tensor.dtype()) {
      case FP64 -> "<f8";
      case FP32 -> "<f4";
      case FP16 -> "<f2";
      case INT64 -> "<i8";
      case INT32 -> "<i4";
      case INT16 -> "<i2";
      case INT8 -> "|i1";
      case UINT64 -> "<u8";
      case UINT32 -> "<u4";
      case UINT16 -> "<u2";
      case UINT8 -> "|u1";
      case BOOL -> "|b1";
      case STRING -> "<U" + NpyTexts.width(tensor.texts());
      case BF16 -> throw new IllegalArgumentException("NumPy has no bf16");
    };
  }

  /** A shape as Python writes it. */
  static String tuple(int... shape) {
    String inner = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return shape.length == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }

  private int[] shape() {
    return dimensions.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The tensor that follows the header. */
  Tensor tensor(String name, ByteBuffer data) throws FormatException {
    long expected = (long) Tensor.count(shape()) * width;
    if (data.remaining() != expected) {
      throw Npy.damaged(
          name, "%d bytes follow the header, not %d".formatted(data.remaining(), expected));
    }
    List<Integer> order = fortran ? Npy.fortran(shape()) : List.of();
    return dtype == DType.STRING ? texts(name, data, order) : numbers(name, data, order);
  }

  private Tensor numbers(String name, ByteBuffer data, List<Integer> positions)
      throws FormatException {
    byte[] bytes = new byte[data.remaining()];
    if (positions.isEmpty() && order == ByteOrder.LITTLE_ENDIAN && dtype != DType.BOOL) {
      data.get(bytes);
      return Tensor.ofBytes(dtype, shape(), bytes);
    }
    for (int i = 0; i < bytes.length; i++) {
      int element = i / width;
      int within = order == ByteOrder.BIG_ENDIAN ? width - 1 - i % width : i % width;
      int position = positions.isEmpty() ? element : positions.get(element);
      bytes[i] = data.get(position * width + within);
      if (dtype == DType.BOOL && bytes[i] != 0 && bytes[i] != 1) {
        throw Npy.damaged(name, "a bool is neither 0 nor 1");
      }
    }
    return Tensor.ofBytes(dtype, shape(), bytes);
  }

  private Tensor texts(String name, ByteBuffer data, List<Integer> positions)
      throws FormatException {
    data.order(order);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Tensor.count(shape()); i++) {
      int position = positions.isEmpty() ? i : positions.get(i);
      Optional<String> text = NpyTexts.decode(data, position * width, width / 4);
      texts.add(text.orElseThrow(() -> Npy.damaged(name, "a text holds what is no character")));
    }
    return Tensor.ofTexts(shape(), texts);
  }
}
