package dev.canary.format;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;

/**
 * The samples of an image, 0..255.
 *
 * <p>A grey image is read from its raster: {@code getRGB} would convert it between colour spaces
 * and change its values.
 */
record Pixels(BufferedImage image, int bands) {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  /**
   * @throws IOException for more than 8 bits a channel, or another size
   */
  static Pixels of(BufferedImage image, int width, int height) throws IOException {
    if (image.getWidth() != width || image.getHeight() != height) {
      throw new IOException("it is not as large as its header says");
    }
    int deepest = 0;
    for (int bits : image.getColorModel().getComponentSize()) {
      deepest = Math.max(deepest, bits);
    }
    if (deepest > 8) {
      throw new IOException(deepest + " bits a channel; at most 8 are read");
    }
    boolean grey =
        image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(image.getColorModel() instanceof IndexColorModel);
    return new Pixels(image, grey ? 1 : 3);
  }

  int height() {
    return image.getHeight();
  }

  int width() {
    return image.getWidth();
  }

  /** Red, green or blue (0, 1, 2) of a pixel. */
  int channel(int channel, int x, int y) {
    if (bands == 1) {
      return image.getRaster().getSample(x, y, 0);
    }
    return image.getRGB(x, y) >> (16 - 8 * channel) & 0xff;
  }

  /** The grey value of a pixel; of a coloured one its luma after ITU-R BT.601, as Pillow has it. */
  int grey(int x, int y) {
    if (bands == 1) {
      return image.getRaster().getSample(x, y, 0);
    }
    int rgb = image.getRGB(x, y);
    int weighted = (rgb >> 16 & 0xff) * RED + (rgb >> 8 & 0xff) * GREEN + (rgb & 0xff) * BLUE;
    return (weighted + 0x8000) >> 16;
  }

  /** True if some pixel is not opaque. */
  boolean isTransparent() {
    if (!image.getColorModel().hasAlpha()) {
      return false;
    }
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < width(); x++) {
        if (image.getRGB(x, y) >>> 24 != 0xff) {
          return true;
        }
      }
    }
    return false;
  }
}
