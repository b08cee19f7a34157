package dev.canary.server;

/**
 * Gaussian noise on every FP32 and FP64 output element.
 *
 * @param sd its standard deviation; 0 for none
 * @param seed the same seed gives the same noise to the same sequence of requests
 */
public record Noise(double sd, long seed) {
  public static final Noise NONE = new Noise(0, 0);

  public Noise {
    if (!(sd >= 0) || Double.isInfinite(sd)) {
      throw new IllegalArgumentException("noise of sd " + sd + "; allowed is 0 or more");
    }
  }
}
