package dev.canary.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** NumPy's fixed-width texts: UCS-4, padded with zeros. */
final class NpyTexts {
  private NpyTexts() {}

  /** The width, in characters, that holds every text; at least 1, as NumPy has it. */
  static int width(List<String> texts) {
    return Math.max(
        1, texts.stream().mapToInt(t -> t.codePointCount(0, t.length())).max().orElse(1));
  }

  /**
   * The texts as little-endian UCS-4.
   *
   * @throws IllegalArgumentException for what NumPy cannot hold: a final U+0000 or half a character
   */
  static byte[] encode(List<String> texts) {
    int width = width(texts);
    ByteBuffer out =
        ByteBuffer.allocate(Math.multiplyExact(texts.size() * 4, width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (text.endsWith("\0") || !Elements.isUnicode(text)) {
        throw new IllegalArgumentException(
            "text %d ends with U+0000 or in half a character, which .npy cannot hold".formatted(i));
      }
      out.position(i * width * 4);
      text.codePoints().forEach(out::putInt);
    }
    return out.array();
  }

  /** The text of a cell; empty where a value is no character. */
  static Optional<String> decode(ByteBuffer cells, int start, int width) {
    int end = width;
    while (end > 0 && cells.getInt(start + 4 * (end - 1)) == 0) {
      end--;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < end; i++) {
      int character = cells.getInt(start + 4 * i);
      boolean surrogate =
          character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      if (!Character.isValidCodePoint(character) || surrogate) {
        return Optional.empty();
      }
      text.appendCodePoint(character);
    }
    return Optional.of(text.toString());
  }
}
