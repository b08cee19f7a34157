package dev.canary.notebook;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * One dot per case at the height of its paired deviation z, red beyond the limit, whose two lines
 * are drawn. The axis is linear near 0 and logarithmic beyond; what is not finite stands at its
 * end.
 *
 * @param zs the deviation of each case from the baseline, in units of its noise, by case id, in the
 *     order of the axis
 * @param limit the largest deviation that is still noise
 */
public record StripChart(Map<String, Double> zs, double limit) implements Displayable {
  private static final String FRAME =
      """
      <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 240' width='640' font-family='sans-serif' font-size='11'>
      <rect width='640' height='240' fill='white'/>
      <text x='70' y='234'>case, in the order of the suite</text>
      <text transform='translate(12 170) rotate(-90)'>z of the paired deviation</text>
      """;
  private static final String LEVEL =
      "<path d='M70 %1$.1fH630' stroke='#aaa'/><text x='64' y='%1$.1f' text-anchor='end' dy='%3$s'>%2$.3g</text>\n";
  private static final String DOT =
      "<circle cx='%.1f' cy='%.1f' r='3.5' fill='%s'><title>%s: %.3g</title></circle>\n";

  /**
   * @throws IllegalArgumentException unless limit &gt; 0
   */
  public StripChart {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("limit must be above 0, found " + limit);
    }
  }

  @Override
  public String mimeType() {
    return "image/svg+xml";
  }

  @Override
  public String content() {
    StringBuilder svg = new StringBuilder(FRAME);
    double end =
        zs.values().stream()
            .mapToDouble(Math::abs)
            .filter(Double::isFinite)
            .reduce(1.5 * limit, Math::max);
    DoubleStream.of(-end, -limit, limit, end)
        .forEach(z -> add(svg, LEVEL, height(z, end), z, z > 0 ? 0 : 9));
    double x = 70;
    for (Map.Entry<String, Double> entry : zs.entrySet()) {
      x += 550.0 / zs.size();
      double z = entry.getValue();
      add(
          svg,
          DOT,
          x,
          height(z, end),
          isBeyond(z) ? "#c0392b" : "#2c6fbb",
          Displayable.escape(entry.getKey()),
          z);
    }
    return svg.append("</svg>").toString();
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private double height(double z, double end) {
    double share = Math.log1p(Math.min(Math.abs(z), end) / limit) / Math.log1p(end / limit);
    return 110 - 95 * (Double.isNaN(z) ? 1 : Math.copySign(share, z));
  }

  private boolean isBeyond(double z) {
    return !(Math.abs(z) <= limit);
  }

  /**
   * In words, for readers that see no image: how many cases are beyond the limit, and the worst.
   */
  @Override
  public String toString() {
    Comparator<Map.Entry<String, Double>> bySize =
        Comparator.comparingDouble(e -> Math.abs(e.getValue()));
    long beyond = zs.values().stream().filter(this::isBeyond).count();
    String worst =
        zs.entrySet().stream()
            .sorted(bySize.reversed())
            .limit(Math.min(beyond, 3))
            .map(e -> String.format(Locale.ROOT, "%s %.3g", e.getKey(), e.getValue()))
            .collect(joining(", "));
    return beyond
        + " of "
        + zs.size()
        + " cases beyond "
        + limit
        + (beyond == 0 ? "" : ": " + worst);
  }
}
