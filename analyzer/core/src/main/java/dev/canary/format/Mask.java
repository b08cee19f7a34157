package dev.canary.format;

import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Strikes the secrets of a target out of everything a server sends back, before anybody reads it.
 *
 * <p>A server that echoes what it was asked would else carry the credentials into tensors, messages
 * and kept bytes. A secret is found as it is, escaped for JSON or a URL, and inside any Base64
 * around it. Each byte of it becomes a star, so that the lengths of binary answers stay true. What
 * is shorter than {@value #SHORTEST} characters, or a number of less than {@value #SHORTEST_NUMBER}
 * digits, is left alone in what a protocol reads, where it would be found in what is no secret; in
 * messages, kept bytes and the texts of a model it is struck out from {@value #SHORTEST_SHOWN}
 * characters on. Thread-safe.
 */
public final class Mask {
  static final int SHORTEST = 8;
  static final int SHORTEST_NUMBER = 16;
  static final int SHORTEST_SHOWN = 4;

  private static final byte STAR = '*';
  private static final int LEAST_BASE64 = 8;
  private static final String PEM = "-----";

  /** What is struck out of answers before they are read. */
  private volatile List<byte[]> forms = List.of();

  /** What is struck out of all that is shown or kept: these, and shorter ones. */
  private volatile List<byte[]> shownForms = List.of();

  private volatile boolean struck;

  /** Secrets of which each is struck out from now on; blank ones are none. */
  public synchronized void hide(String... secrets) {
    Set<String> texts = texts(forms);
    Set<String> shown = texts(shownForms);
    for (String secret : secrets) {
      // A key or certificate has lines, and a message may hold one of them.
      for (String line : secret.lines().map(String::strip).toList()) {
        if (isMaskable(line)) {
          addForms(line, texts);
        }
        if (line.length() >= SHORTEST_SHOWN && !line.startsWith(PEM)) {
          addForms(line, shown);
        }
      }
    }
    forms = longestFirst(texts);
    shownForms = longestFirst(shown);
  }

  private static Set<String> texts(List<byte[]> forms) {
    Set<String> texts = new LinkedHashSet<>();
    forms.forEach(form -> texts.add(new String(form, StandardCharsets.UTF_8)));
    return texts;
  }

  private static List<byte[]> longestFirst(Set<String> texts) {
    return texts.stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(form -> form.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static boolean isMaskable(String secret) {
    boolean number = secret.chars().allMatch(c -> c >= '0' && c <= '9');
    return secret.length() >= (number ? SHORTEST_NUMBER : SHORTEST) && !secret.startsWith(PEM);
  }

  private static void addForms(String secret, Set<String> forms) {
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.addAll(
        List.of(secret, json, json.replace("/", "\\/"), url, url.replace("+", "%20"), lower(url)));
    for (int offset = 0; offset < 3; offset++) {
      String inner = base64(secret.getBytes(StandardCharsets.UTF_8), offset);
      if (inner.length() >= LEAST_BASE64) {
        forms.add(inner);
        forms.add(inner.replace('+', '-').replace('/', '_'));
      }
    }
  }

  /** A URL's escapes in lower case. */
  private static String lower(String url) {
    return Pattern.compile("%[0-9A-F]{2}")
        .matcher(url)
        .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
  }

  /**
   * The letters that stand for a secret alone when it begins so far into a group of three bytes.
   */
  private static String base64(byte[] secret, int offset) {
    byte[] shifted = new byte[offset + secret.length];
    System.arraycopy(secret, 0, shifted, offset, secret.length);
    String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int mixed = shifted.length % 3 == 0 ? 0 : 1;
    return all.substring(offset == 0 ? 0 : offset + 1, all.length() - mixed);
  }

  /** A text with stars for secrets. */
  public String text(String text) {
    if (shownForms.isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] masked = bytes(bytes);
    return masked == bytes ? text : new String(masked, StandardCharsets.UTF_8);
  }

  /** Bytes that a protocol reads, with stars for secrets; the same array if it holds none. */
  public byte[] read(byte[] bytes) {
    return without(forms, bytes);
  }

  /**
   * A tensor with stars for secrets in its texts. Those are what people read, so that the shorter
   * secrets go, too, which are left alone in what a protocol reads; numbers stay as they are.
   */
  public Tensor tensor(Tensor tensor) {
    if (tensor.dtype() != DType.STRING) {
      return tensor;
    }
    List<String> texts =
        tensor.texts().stream().map(t -> ByteTexts.of(bytes(ByteTexts.bytes(t)))).toList();
    return texts.equals(tensor.texts()) ? tensor : Tensor.ofTexts(tensor.shape(), texts);
  }

  /** Bytes that are shown or kept, with stars for secrets; the same array if it holds none. */
  public byte[] bytes(byte[] bytes) {
    return without(shownForms, bytes);
  }

  private byte[] without(List<byte[]> hidden, byte[] bytes) {
    byte[] masked = bytes;
    for (byte[] form : hidden) {
      for (int at = indexOf(masked, form, 0); at >= 0; at = indexOf(masked, form, at + 1)) {
        masked = masked == bytes ? bytes.clone() : masked;
        struck = true;
        Arrays.fill(masked, at, at + form.length, STAR);
      }
    }
    return masked;
  }

  private static int indexOf(byte[] bytes, byte[] form, int from) {
    for (int at = from; at <= bytes.length - form.length; at++) {
      if (bytes[at] == form[0]
          && Arrays.equals(bytes, at, at + form.length, form, 0, form.length)) {
        return at;
      }
    }
    return -1;
  }

  /** True if there is nothing to strike out of what a protocol reads. */
  public boolean isEmpty() {
    return forms.isEmpty();
  }

  /** True if there is any secret to strike out. */
  public boolean hides() {
    return !shownForms.isEmpty();
  }

  /** True once a secret has been struck out of anything. */
  public boolean hasStruck() {
    return struck;
  }

  /** Never what it hides. */
  @Override
  public String toString() {
    return "mask";
  }
}
