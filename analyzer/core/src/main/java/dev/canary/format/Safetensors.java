package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A safetensors file: named tensors and a map of texts, bit for bit.
 *
 * <p>The format is that of the library of the same name (github.com/safetensors): the length of the
 * header, a JSON header with type, shape and offsets of each tensor, the bytes. The bytes of a file
 * are read once; a tensor is copied out of them when it is asked for.
 *
 * <p>Written tensors are ordered by the width of their elements, widest first, as the library does
 * it so that every tensor is aligned, and otherwise as given: the same tensors in the same order
 * give the same bytes. A string tensor {@code x}, which the format lacks, is kept as {@code
 * x#utf8}, the UTF-8 bytes of all texts, and {@code x#offsets}, an int64 tensor of the shape of
 * {@code x} that says where among them each text ends.
 */
public final class Safetensors {
  static final String UTF8 = "#utf8";
  static final String OFFSETS = "#offsets";

  private final String name;
  private final ByteBuffer data;
  private final SafetensorsHeader header;

  private Safetensors(String name, ByteBuffer data, SafetensorsHeader header) {
    this.name = name;
    this.data = data;
    this.header = header;
  }

  /**
   * Reads a file.
   *
   * @throws FormatException if it cannot be read or is damaged
   */
  public static Safetensors read(Path file) throws FormatException {
    Reading reading = new Reading(file.toAbsolutePath().resolveSibling(""));
    Optional<byte[]> bytes = reading.bytes(file);
    if (bytes.isEmpty()) {
      reading.check();
    }
    return parse(file.toString(), bytes.orElseThrow());
  }

  /**
   * Reads the bytes of a file, which are kept and must not be changed.
   *
   * @param name the file's name in error messages
   * @throws FormatException if they are damaged
   */
  public static Safetensors parse(String name, byte[] bytes) throws FormatException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8) {
      throw damaged(name, "it is shorter than the length of its header");
    }
    long length = buffer.getLong(0);
    if (length < 2 || length > bytes.length - 8) {
      throw damaged(
          name,
          "a header of %s bytes in a file of %d"
              .formatted(Long.toUnsignedString(length), bytes.length));
    }
    ByteBuffer data = buffer.position(8 + (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    SafetensorsHeader header = SafetensorsHeader.parse(name, bytes, (int) length, data.remaining());
    return new Safetensors(name, data, header);
  }

  /** The names of the tensors, in the order of the header; a string tensor is one name. */
  public Set<String> names() {
    return header.names();
  }

  /** The texts under {@code __metadata__}. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * The tensor of this name.
   *
   * @throws FormatException if there is none, or it is a string tensor whose parts do not fit
   */
  public Tensor tensor(String tensor) throws FormatException {
    if (!header.names().contains(tensor)) {
      throw damaged(name, "no tensor " + tensor);
    }
    return header.isText(tensor)
        ? SafetensorsTexts.join(name, tensor, stored(tensor + UTF8), stored(tensor + OFFSETS))
        : stored(tensor);
  }

  /**
   * All tensors, in the order of the header.
   *
   * @throws FormatException if the parts of a string tensor do not fit
   */
  public Map<String, Tensor> tensors() throws FormatException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String each : names()) {
      tensors.put(each, tensor(each));
    }
    return tensors;
  }

  private Tensor stored(String tensor) throws FormatException {
    SafetensorsHeader.Entry entry = header.entry(tensor);
    byte[] bytes = new byte[entry.end() - entry.begin()];
    data.get(entry.begin(), bytes);
    if (entry.dtype() == DType.BOOL) {
      for (byte value : bytes) {
        if (value != 0 && value != 1) {
          throw damaged(name, "a bool of tensor " + tensor + " is neither 0 nor 1");
        }
      }
    }
    return Tensor.ofBytes(entry.dtype(), entry.shape(), bytes);
  }

  /** Writes the tensors to a file, atomically. */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    AtomicFiles.write(file, bytes(tensors, metadata));
  }

  /**
   * The bytes of a file that holds these tensors.
   *
   * @throws IllegalArgumentException if a name clashes with the spelling of string tensors or with
   *     {@code __metadata__}, or a text is no Unicode
   */
  public static byte[] bytes(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    tensors.forEach((key, tensor) -> SafetensorsTexts.split(key, tensor, stored));
    List<Map.Entry<String, Tensor>> ordered =
        stored.entrySet().stream()
            .sorted(Comparator.comparingInt(e -> -e.getValue().dtype().width()))
            .toList();
    byte[] json = header(ordered, metadata);
    long size = 8L + json.length;
    for (Map.Entry<String, Tensor> entry : ordered) {
      size += entry.getValue().bytes().remaining();
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a file of " + size + " bytes; at most 2 GiB are written");
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    ordered.forEach(entry -> out.put(entry.getValue().bytes()));
    return out.array();
  }

  private static byte[] header(
      List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Map.Entry<String, Tensor> entry : tensors) {
        long end = begin + entry.getValue().bytes().remaining();
        json.writeFieldName(entry.getKey());
        SafetensorsHeader.write(json, entry.getValue(), begin, end);
        begin = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalArgumentException("a name or text that is no Unicode: " + e.getMessage(), e);
    }
    while (out.size() % 8 != 0) {
      out.write(' ');
    }
    return out.toByteArray();
  }

  static FormatException damaged(String name, String found) {
    return new FormatException(new Problem(name, 0, "not a safetensors file: " + found, ""));
  }
}
