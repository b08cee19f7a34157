package dev.canary.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Doubles as the database keeps them: eight bytes each, little-endian, every bit; deflated where
 * there is one row a run.
 */
final class Doubles {
  private Doubles() {}

  static byte[] bytes(double[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    return bytes.array();
  }

  static byte[] deflated(double[] numbers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(bytes(numbers));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  static double[] ofDeflated(byte[] bytes) throws SQLException {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return of(in.readAllBytes());
    } catch (IOException e) {
      throw new SQLException("what a step of evidence was made of cannot be read", e);
    }
  }

  static double[] of(byte[] bytes) throws SQLException {
    if (bytes.length % Double.BYTES != 0) {
      throw new SQLException(bytes.length + " bytes of evidence are no whole number of doubles");
    }
    double[] numbers = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
    return numbers;
  }
}
