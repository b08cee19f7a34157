package dev.canary.app.real;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Floating-point weights that lie one after the other in a file, little-endian.
 *
 * @param name of the weights
 * @param offset in the file
 * @param bytes how many
 * @param width of a number: 2, 4 or 8
 */
record Span(String name, int offset, int bytes, int width) {

  /** Which bits of a number are meant. */
  enum Bits {
    SIGN_OR_EXPONENT,
    MANTISSA
  }

  /** One bit of one weight. */
  record Bit(Span span, int weight, int number) {
    /** Flips it. */
    void flip(byte[] file) {
      file[span.offset() + weight * span.width() + number / 8] ^= (byte) (1 << number % 8);
    }

    @Override
    public String toString() {
      return "bit %d of weight %d of %s".formatted(number, weight, span.name());
    }
  }

  /** Weights that occur exactly once in the file; nothing if they cannot be told from others. */
  static Optional<Span> in(byte[] file, String name, byte[] content, int width) {
    int first = indexOf(file, content, 0);
    boolean once = first >= 0 && indexOf(file, content, first + 1) < 0;
    return once && content.length >= width
        ? Optional.of(new Span(name, first, content.length, width))
        : Optional.empty();
  }

  private static int indexOf(byte[] file, byte[] content, int from) {
    for (int i = from; i + content.length <= file.length; i++) {
      if (Arrays.equals(file, i, i + content.length, content, 0, content.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Draws one bit of one weight, every weight of all spans as likely as any other. */
  static Bit draw(List<Span> spans, Bits bits, Random random) {
    int weights = spans.stream().mapToInt(Span::count).sum();
    int chosen = random.nextInt(weights);
    for (Span span : spans) {
      if (chosen < span.count()) {
        int first = bits == Bits.MANTISSA ? 0 : span.mantissa();
        int end = bits == Bits.MANTISSA ? span.mantissa() : 8 * span.width();
        return new Bit(span, chosen, first + random.nextInt(end - first));
      }
      chosen -= span.count();
    }
    throw new IllegalStateException("no weight " + chosen);
  }

  private int count() {
    return bytes / width;
  }

  private int mantissa() {
    return switch (width) {
      case 2 -> 10;
      case 4 -> 23;
      default -> 52;
    };
  }
}
