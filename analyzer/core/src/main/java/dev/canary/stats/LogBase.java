package dev.canary.stats;

/** The base of the logarithm in a divergence, and so its unit. */
public enum LogBase {
  /** The natural logarithm: nats. */
  NAT(1),
  /** Base two: bits. */
  BIT(Math.log(2));

  private final double natsPerUnit;

  LogBase(double natsPerUnit) {
    this.natsPerUnit = natsPerUnit;
  }

  double fromNats(double nats) {
    return nats / natsPerUnit;
  }

  String label() {
    return switch (this) {
      case NAT -> "nat";
      case BIT -> "bit";
    };
  }
}
