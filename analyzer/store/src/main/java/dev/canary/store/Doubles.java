package dev.canary.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;

/** Doubles as the database keeps them: eight bytes each, little-endian, every bit. */
final class Doubles {
  private Doubles() {}

  static byte[] bytes(double[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    return bytes.array();
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
