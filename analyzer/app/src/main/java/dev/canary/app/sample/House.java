package dev.canary.app.sample;

import java.util.Random;

/**
 * A house for sale, as the made-up town of the price sample has them.
 *
 * @param area where people live, in square metres
 * @param plot the land, in square metres
 * @param year built
 * @param distance to the centre in kilometres
 * @param heat demand in kWh per square metre and year
 * @param condition from 0 (ruin) to 5 (luxury)
 * @param rooms without kitchen and bath
 * @param district a position in {@link #DISTRICTS}, or -1 where the register does not know it
 */
record House(
    double area,
    double plot,
    double year,
    double distance,
    double heat,
    double condition,
    int rooms,
    int district) {
  static final String[] DISTRICTS = {
    "Altstadt", "Hafen", "Industrie", "Neustadt", "Nordend", "Seeblick", "Suedhang", "Waldsiedlung"
  };

  /** How desirable each district is, in logarithms of the price. */
  private static final double[] DESIRE = {0.35, 0.1, -0.45, 0, -0.15, 0.6, 0.25, 0.05};

  /** What a larger plot is worth there. */
  private static final double[] LAND = {0.02, 0.04, 0.03, 0.05, 0.06, 0.12, 0.1, 0.08};

  private static final int NOW = 2026;

  /** Draws a house; size, age, heat demand and condition hang together as they do in a town. */
  static House draw(Random random) {
    double area = Math.rint(StrictMath.exp(4.75 + 0.35 * random.nextGaussian()));
    double plot =
        random.nextDouble() < 0.2
            ? 0
            : Math.rint(area * StrictMath.exp(1.1 + 0.6 * random.nextGaussian()));
    double year = 1890 + Math.floor(137 * StrictMath.pow(random.nextDouble(), 0.7));
    double distance = Math.rint(120 * random.nextDouble() * random.nextDouble()) / 10;
    double condition =
        Math.max(0, Math.min(5, Math.rint(2.4 + (year - 1960) / 60 + random.nextGaussian())));
    double heat =
        Math.rint(
            Math.max(15, 230 - 1.5 * (year - 1900) - 12 * condition + 30 * random.nextGaussian()));
    int rooms = (int) Math.max(1, Math.rint(area / 28 + random.nextGaussian()));
    int district = random.nextDouble() < 0.04 ? -1 : random.nextInt(DISTRICTS.length);
    return new House(area, plot, year, distance, heat, condition, rooms, district);
  }

  /** The six numbers in the order in which the model takes them. */
  double[] numeric() {
    return new double[] {area, plot, year, distance, heat, condition};
  }

  /** The logarithm of the price in thousands, as the market would make it on an average day. */
  double logPrice() {
    double charm = year < 1919 ? 0.08 : 0;
    double newness = year >= 2020 ? 0.05 : 0;
    return 1.35
        + 0.92 * StrictMath.log(area)
        + (district < 0 ? 0.06 : LAND[district]) * StrictMath.log(plot + 30)
        + (district < 0 ? 0 : DESIRE[district])
        + 0.11 * (condition - 3)
        - 0.02 * distance
        - 0.0035 * Math.min(NOW - year, 60)
        + charm
        + newness
        - 0.0008 * Math.max(0, heat - 75)
        - 0.05 * Math.abs(rooms - area / 28);
  }
}
