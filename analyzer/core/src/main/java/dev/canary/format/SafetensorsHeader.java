package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The JSON header of a safetensors file. */
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";

  private static final Map<String, DType> TYPES = new LinkedHashMap<>();
  private static final String ALLOWED;

  static {
    TYPES.put("F64", DType.FP64);
    TYPES.put("F32", DType.FP32);
    TYPES.put("F16", DType.FP16);
    TYPES.put("BF16", DType.BF16);
    TYPES.put("I64", DType.INT64);
    TYPES.put("I32", DType.INT32);
    TYPES.put("I16", DType.INT16);
    TYPES.put("I8", DType.INT8);
    TYPES.put("U64", DType.UINT64);
    TYPES.put("U32", DType.UINT32);
    TYPES.put("U16", DType.UINT16);
    TYPES.put("U8", DType.UINT8);
    TYPES.put("BOOL", DType.BOOL);
    ALLOWED = String.join(", ", TYPES.keySet());
  }

  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;
  private final Set<String> names;

  private SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    this.entries = entries;
    this.metadata = Collections.unmodifiableMap(metadata);
    Set<String> all = new LinkedHashSet<>();
    for (String stored : entries.keySet()) {
      all.add(isPartOfText(stored) ? stored.substring(0, stored.lastIndexOf('#')) : stored);
    }
    this.names = Collections.unmodifiableSet(all);
  }

  /** Where a tensor lies in the bytes after the header. */
  record Entry(DType dtype, List<Integer> dimensions, int begin, int end) {
    int[] shape() {
      return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  Set<String> names() {
    return names;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  Entry entry(String stored) {
    Entry entry = entries.get(stored);
    if (entry == null) {
      throw new IllegalArgumentException("no tensor " + stored);
    }
    return entry;
  }

  /** True if the name stands for the two parts of a string tensor. */
  boolean isText(String name) {
    return !entries.containsKey(name);
  }

  private boolean isPartOfText(String stored) {
    return isPart(stored, Safetensors.UTF8, Safetensors.OFFSETS, DType.UINT8)
        || isPart(stored, Safetensors.OFFSETS, Safetensors.UTF8, DType.INT64);
  }

  private boolean isPart(String stored, String ending, String otherEnding, DType dtype) {
    if (!stored.endsWith(ending)) {
      return false;
    }
    String name = stored.substring(0, stored.length() - ending.length());
    Entry other = entries.get(name + otherEnding);
    DType otherType = dtype == DType.UINT8 ? DType.INT64 : DType.UINT8;
    return other != null
        && other.dtype() == otherType
        && entry(stored).dtype() == dtype
        && !entries.containsKey(name);
  }

  /** Reads a header and checks that its tensors fill the bytes after it without gap or overlap. */
  static SafetensorsHeader parse(String file, byte[] bytes, int length, int size)
      throws FormatException {
    Reading reading = new Reading(Path.of(""));
    Optional<Node> node =
        reading
            .decode(file, Arrays.copyOfRange(bytes, 8, 8 + length))
            .flatMap(json -> JsonTree.read(reading, new Source(Path.of(""), file, json)));
    Optional<Section> top = node.flatMap(n -> Section.top(reading, file, n));
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    top.ifPresent(
        header -> {
          header.section(METADATA).ifPresent(section -> readMetadata(section, metadata));
          for (String name : header.keys()) {
            if (!name.equals(METADATA)) {
              header
                  .section(name)
                  .flatMap(s -> entry(s, size))
                  .ifPresent(e -> entries.put(name, e));
            }
          }
        });
    reading.check();
    checkTiling(file, entries, size);
    return new SafetensorsHeader(entries, metadata);
  }

  private static void readMetadata(Section section, Map<String, String> metadata) {
    for (String key : section.keys()) {
      section.text(key).ifPresent(text -> metadata.put(key, text));
    }
  }

  private static Optional<Entry> entry(Section section, int size) {
    section.require("dtype", ALLOWED);
    section.require("shape", "a list of dimensions");
    section.require("data_offsets", "where the tensor begins and ends");
    Optional<DType> dtype = section.word("dtype", TYPES);
    Optional<int[]> shape = TensorReader.shape(section);
    List<Double> offsets = section.numbers("data_offsets", Bounds.NOT_NEGATIVE);
    section.end();
    if (dtype.isEmpty() || shape.isEmpty() || offsets.size() != 2) {
      section.problem("data_offsets", offsets.size() + " offsets", "two");
      return Optional.empty();
    }
    long needed = (long) Tensor.count(shape.get()) * dtype.get().width();
    double begin = offsets.get(0);
    double end = offsets.get(1);
    if (begin != Math.rint(begin) || end > size || end - begin != needed) {
      String allowed = "%d bytes inside the %d of the file".formatted(needed, size);
      section.problem("data_offsets", Numbers.text(begin) + " to " + Numbers.text(end), allowed);
      return Optional.empty();
    }
    List<Integer> dimensions = Arrays.stream(shape.get()).boxed().toList();
    return Optional.of(new Entry(dtype.get(), dimensions, (int) begin, (int) end));
  }

  private static void checkTiling(String file, Map<String, Entry> entries, int size)
      throws FormatException {
    List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
    sorted.sort(
        Comparator.comparingInt((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingInt(e -> e.getValue().end()));
    int at = 0;
    for (Map.Entry<String, Entry> entry : sorted) {
      if (entry.getValue().begin() != at) {
        String what = entry.getValue().begin() < at ? "overlaps another" : "leaves a gap before it";
        throw Safetensors.damaged(file, "tensor " + entry.getKey() + " " + what);
      }
      at = entry.getValue().end();
    }
    if (at != size) {
      throw Safetensors.damaged(file, (size - at) + " bytes belong to no tensor");
    }
  }

  static void write(JsonGenerator json, Tensor tensor, long begin, long end) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, DType> type : TYPES.entrySet()) {
      if (type.getValue() == tensor.dtype()) {
        json.writeStringField("dtype", type.getKey());
      }
    }
    json.writeArrayFieldStart("shape");
    for (int dimension : tensor.shape()) {
      json.writeNumber(dimension);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(begin);
    json.writeNumber(end);
    json.writeEndArray();
    json.writeEndObject();
  }
}
