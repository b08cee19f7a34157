package dev.canary.format;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps string tensors in a format that has none: their bytes, and where each text ends. */
final class SafetensorsTexts {
  private SafetensorsTexts() {}

  /** Adds a tensor as it is stored. */
  static void split(String name, Tensor tensor, Map<String, Tensor> stored) {
    if (name.endsWith(Safetensors.UTF8)
        || name.endsWith(Safetensors.OFFSETS)
        || name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be called " + name);
    }
    if (tensor.dtype() != DType.STRING) {
      stored.put(name, tensor);
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long[] ends = new long[tensor.size()];
    for (int i = 0; i < ends.length; i++) {
      String text = tensor.texts().get(i);
      if (!Elements.isUnicode(text)) {
        throw new IllegalArgumentException("a text of " + name + " holds half a character");
      }
      bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      ends[i] = bytes.size();
    }
    stored.put(name + Safetensors.OFFSETS, Tensor.ofLongs(tensor.shape(), ends));
    stored.put(
        name + Safetensors.UTF8,
        Tensor.ofBytes(DType.UINT8, new int[] {bytes.size()}, bytes.toByteArray()));
  }

  /** The string tensor of its two parts. */
  static Tensor join(String file, String name, Tensor utf8, Tensor ends) throws FormatException {
    List<String> texts = new ArrayList<>();
    ByteBuffer positions = ends.bytes();
    int begin = 0;
    try {
      for (int i = 0; i < ends.size(); i++) {
        long end = positions.getLong(i * 8);
        if (end < begin || end > utf8.size()) {
          throw Safetensors.damaged(file, "text %d of %s ends at %d".formatted(i, name, end));
        }
        ByteBuffer part = utf8.bytes().position(begin).limit((int) end);
        texts.add(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
        begin = (int) end;
      }
    } catch (CharacterCodingException e) {
      throw Safetensors.damaged(file, "a text of " + name + " is not UTF-8");
    }
    if (begin != utf8.size()) {
      throw Safetensors.damaged(file, "bytes after the last text of " + name);
    }
    return Tensor.ofTexts(ends.shape(), texts);
  }
}
