package dev.canary.http.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Bytes as a server makes them. */
public final class Bytes {
  /** 16 MiB of zeros in 16 KiB. */
  static final byte[] BOMB;

  static {
    try {
      BOMB = gzip(new byte[1 << 24]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bytes() {}

  /** Compressed as {@code Content-Encoding: gzip} says. */
  public static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
