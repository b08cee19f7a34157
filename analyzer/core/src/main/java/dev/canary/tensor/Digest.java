package dev.canary.tensor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making; ends as {@code sha256:<hex>}, the spelling in every file and event. */
public final class Digest {
  private static final String PREFIX = "sha256:";

  private final MessageDigest sha;

  public Digest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of these bytes. */
  public static String of(byte[] bytes) {
    return new Digest().add(bytes).finish();
  }

  /** Adds bytes as they are. */
  public Digest add(byte[] bytes) {
    sha.update(bytes);
    return this;
  }

  /** Adds a text, its length first, so that no two lists of texts give the same stream of bytes. */
  public Digest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha.update(bytes);
    return this;
  }

  /** Adds type, shape and every bit of a tensor. */
  public Digest add(Tensor tensor) {
    add(tensor.toString());
    if (tensor.dtype() == DType.STRING) {
      tensor.texts().forEach(this::add);
    } else {
      sha.update(tensor.bytes());
    }
    return this;
  }

  /** The digest; the object starts anew. */
  public String finish() {
    return PREFIX + HexFormat.of().formatHex(sha.digest());
  }
}
