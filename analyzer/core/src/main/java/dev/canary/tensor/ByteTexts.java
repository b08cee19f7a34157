package dev.canary.tensor;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Elements of any bytes in a tensor of texts, without loss: UTF-8 stands as its text, other bytes
 * as {@code base64:} and their Base64.
 *
 * <p>A text that looks like such a spelling is itself spelled in Base64, so that no two elements
 * look alike.
 */
public final class ByteTexts {
  private static final String BASE64 = "base64:";

  private ByteTexts() {}

  /** How these bytes stand in a tensor. */
  public static String of(byte... bytes) {
    try {
      return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return BASE64 + Base64.getEncoder().encodeToString(bytes);
    }
  }

  /** How this text stands in a tensor: as it is, unless it could be taken for bytes. */
  public static String of(String text) {
    return decoded(text).isEmpty()
        ? text
        : BASE64 + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes that stand for an element of a tensor. */
  public static byte[] bytes(String element) {
    return decoded(element).orElseGet(() -> element.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The text that stands for an element of a tensor; empty if its bytes are no UTF-8, or if it
   * holds half of a surrogate pair.
   */
  public static Optional<String> text(String element) {
    try {
      ByteBuffer bytes =
          decoded(element).isPresent()
              ? ByteBuffer.wrap(bytes(element))
              : StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(element));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> decoded(String element) {
    if (!element.startsWith(BASE64)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(element.substring(BASE64.length()));
      // Without padding the decoder takes a second spelling of the same bytes.
      boolean only = element.equals(BASE64 + Base64.getEncoder().encodeToString(bytes));
      return only ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
