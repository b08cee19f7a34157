package dev.canary.format;

import dev.canary.tensor.BFloat16;
import dev.canary.tensor.DType;
import dev.canary.tensor.Half;
import dev.canary.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads an image file as a tensor of shape [N,C,H,W], [N,H,W,C], [C,H,W], [H,W,C] or [H,W] with N =
 * 1 and C = 1 or 3.
 *
 * <p>A channel value v of 0..255 becomes (v * scale - mean) / std, computed in fp64 and rounded
 * once to the type; scale is 1 and neither is applied unless given. The image must have the height
 * and width of the shape: resampling is a matter of preprocessing, and libraries differ in it.
 */
final class ImageReading {
  private static final Map<String, DType> DTYPES = new LinkedHashMap<>();

  static {
    for (DType dtype : List.of(DType.FP32, DType.FP64, DType.FP16, DType.BF16, DType.UINT8)) {
      DTYPES.put(dtype.label(), dtype);
    }
  }

  private final Section section;

  private ImageReading(Section section) {
    this.section = section;
  }

  /** The tensor, or problems. */
  static Optional<Tensor> read(Section section, Path file) {
    return new ImageReading(section).read(file);
  }

  private Optional<Tensor> read(Path file) {
    section.any("file");
    section.require("dtype", String.join(", ", DTYPES.keySet()));
    section.require("shape", "a list of dimensions");
    Optional<DType> dtype = section.word("dtype", DTYPES);
    Optional<int[]> shape = TensorReader.shape(section);
    double scale = section.number("scale", Bounds.NOT_ZERO).orElse(1);
    List<Double> mean = section.numbers("mean", Bounds.ANY);
    List<Double> std = section.numbers("std", Bounds.NOT_ZERO);
    section.end();
    if (dtype.isEmpty() || shape.isEmpty()) {
      return Optional.empty();
    }
    boolean changed = section.has("scale") || section.has("mean") || section.has("std");
    if (dtype.get() == DType.UINT8 && changed) {
      section.problem("dtype", "\"uint8\" with scale, mean or std", "fp32, fp64, fp16, bf16");
      return Optional.empty();
    }
    Optional<Layout> layout = layout(file, shape.get());
    if (layout.isEmpty()
        || !perChannel("mean", mean, layout.get())
        || !perChannel("std", std, layout.get())) {
      return Optional.empty();
    }
    Change change = new Change(scale, mean, std);
    return pixels(file, layout.get())
        .map(pixels -> tensor(dtype.get(), shape.get(), layout.get(), pixels, change));
  }

  private boolean perChannel(String key, List<Double> numbers, Layout layout) {
    boolean fits = numbers.size() <= 1 || numbers.size() == layout.channels();
    if (!fits) {
      section.problem(key, numbers.size() + " numbers", "1 or " + layout.channels());
    }
    return fits;
  }

  /** How a shape spreads the image. */
  private record Layout(int channels, int height, int width, boolean channelsFirst) {
    int index(int channel, int y, int x) {
      return channelsFirst
          ? (channel * height + y) * width + x
          : (y * width + x) * channels + channel;
    }
  }

  /** The affine change of each channel. */
  private record Change(double scale, List<Double> mean, List<Double> std) {
    double apply(int value, int channel) {
      double m = mean.isEmpty() ? 0 : mean.get(Math.min(channel, mean.size() - 1));
      double s = std.isEmpty() ? 1 : std.get(Math.min(channel, std.size() - 1));
      return (value * scale - m) / s;
    }
  }

  private Optional<Layout> layout(Path file, int[] shape) {
    Optional<int[]> size = withReader(file, r -> new int[] {r.getHeight(0), r.getWidth(0)});
    if (size.isEmpty()) {
      return Optional.empty();
    }
    int height = size.get()[0];
    int width = size.get()[1];
    int skip = shape.length == 4 && shape[0] == 1 ? 1 : 0;
    int[] rest = Arrays.copyOfRange(shape, skip, shape.length);
    if (Arrays.equals(rest, new int[] {height, width}) && skip == 0) {
      return Optional.of(new Layout(1, height, width, true));
    }
    for (int channels : new int[] {1, 3}) {
      if (Arrays.equals(rest, new int[] {channels, height, width})) {
        return Optional.of(new Layout(channels, height, width, true));
      }
      if (Arrays.equals(rest, new int[] {height, width, channels})) {
        return Optional.of(new Layout(channels, height, width, false));
      }
    }
    String allowed =
        "[1, C, %1$d, %2$d], [1, %1$d, %2$d, C] or [%1$d, %2$d] with C = 1 or 3, the image's size"
            .formatted(height, width);
    section.problem("shape", Arrays.toString(shape), allowed);
    return Optional.empty();
  }

  private Optional<Pixels> pixels(Path file, Layout layout) {
    Optional<Pixels> pixels =
        withReader(file, reader -> Pixels.of(reader.read(0), layout.width(), layout.height()));
    if (pixels.isPresent() && pixels.get().isTransparent()) {
      section.problem("file", "an image with transparency", "an opaque image");
      return Optional.empty();
    }
    return pixels;
  }

  private interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  private <T> Optional<T> withReader(Path file, Use<T> use) {
    Optional<byte[]> bytes = section.reading().bytes(file);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.get()))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        section.problem("file", "not an image", "PNG, JPEG or BMP");
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return Optional.of(use.of(reader));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The JDK's readers answer damaged files with exceptions of many kinds.
      section.problem(
          "file", "an image that cannot be read: " + Reading.oneLine(e), "PNG, JPEG or BMP");
      return Optional.empty();
    }
  }

  private static Tensor tensor(
      DType dtype, int[] shape, Layout layout, Pixels pixels, Change change) {
    ByteBuffer out =
        ByteBuffer.allocate(Tensor.count(shape) * dtype.width()).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < layout.height(); y++) {
      for (int x = 0; x < layout.width(); x++) {
        for (int channel = 0; channel < layout.channels(); channel++) {
          int value = layout.channels() == 1 ? pixels.grey(x, y) : pixels.channel(channel, x, y);
          put(out, dtype, layout.index(channel, y, x), value, change.apply(value, channel));
        }
      }
    }
    return Tensor.ofBytes(dtype, shape, out.array());
  }

  private static void put(ByteBuffer out, DType dtype, int index, int raw, double changed) {
    switch (dtype) {
      case FP32 -> out.putFloat(index * 4, (float) changed);
      case FP64 -> out.putDouble(index * 8, changed);
      case FP16 -> out.putShort(index * 2, Half.fromDouble(changed));
      case BF16 -> out.putShort(index * 2, BFloat16.fromDouble(changed));
      default -> out.put(index, (byte) raw);
    }
  }
}
