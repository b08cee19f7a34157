package dev.canary.notebook;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One dot per case at the height of its paired deviation z, for one run or for several to compare.
 * The last run is filled, those before it are rings; what is beyond the limit is red. The axis is
 * linear up to the limit and logarithmic beyond; what is not finite stands at its end.
 *
 * @param ids of the cases, in the order of the axis
 * @param runs by name, in the order of drawing, the deviation of each case in units of its noise
 * @param limit the largest deviation that is still noise
 */
public record StripChart(List<String> ids, Map<String, double[]> runs, double limit)
    implements Displayable {
  private static final int LEFT = 70;
  private static final int WIDTH = 690;
  private static final int TOP = 30;
  private static final int HEIGHT = 190;

  /** More names than this cannot be read below the axis. */
  private static final int MOST_NAMES = 60;

  private static final int LONGEST_NAME = 30;

  private static final String FRAME =
      """
      <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 780 %1$d' width='780' font-family='sans-serif' font-size='11'>
      <rect width='780' height='%1$d' fill='white'/>
      <text transform='translate(14 %2$d) rotate(-90)' text-anchor='middle'>z, deviation in units of noise</text>
      """;
  private static final String LEVEL =
      "<path d='M70 %1$.1fH760' stroke='%3$s'/><text x='64' y='%1$.1f' text-anchor='end' dy='4'>%2$s</text>\n";
  private static final String DOT =
      "<circle cx='%.1f' cy='%.1f' r='3.5' fill='%s' stroke='%s'><title>%s</title></circle>\n";
  private static final String NAME =
      "<text transform='translate(%.1f %d) rotate(-60)' text-anchor='end' font-size='10'>%s</text>\n";

  /**
   * @throws IllegalArgumentException unless limit &gt; 0 and each run has a number a case
   */
  public StripChart {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("limit must be above 0, found " + limit);
    }
    ids = List.copyOf(ids);
    runs = new LinkedHashMap<>(runs);
    for (Map.Entry<String, double[]> run : runs.entrySet()) {
      if (run.getValue().length != ids.size()) {
        throw new IllegalArgumentException(
            "%s has %d numbers for %d cases"
                .formatted(run.getKey(), run.getValue().length, ids.size()));
      }
    }
  }

  /** A chart without dots. */
  public StripChart(List<String> ids, double limit) {
    this(ids, Map.of(), limit);
  }

  /** The same chart with one more run, drawn last. */
  public StripChart with(String name, double... zs) {
    Map<String, double[]> more = new LinkedHashMap<>(runs);
    more.put(name, zs.clone());
    return new StripChart(ids, more, limit);
  }

  @Override
  public String mimeType() {
    return "image/svg+xml";
  }

  @Override
  public String content() {
    boolean named = ids.size() <= MOST_NAMES;
    int longest = ids.stream().mapToInt(String::length).max().orElse(0);
    int height = TOP + HEIGHT + 20 + (named ? 5 * Math.min(longest, LONGEST_NAME) : 0);
    StringBuilder svg = new StringBuilder();
    add(svg, FRAME, height, TOP + HEIGHT / 2);
    addLevels(svg);
    for (int i = 0; named && i < ids.size(); i++) {
      add(svg, NAME, x(i) + 4, TOP + HEIGHT + 14, Displayable.escape(shortened(ids.get(i))));
    }
    List<String> names = List.copyOf(runs.keySet());
    for (int i = 0; i < names.size(); i++) {
      addRun(svg, names.get(i), i, i == names.size() - 1);
    }
    add(svg, "<text x='760' y='%d' text-anchor='end'>red: beyond the limit</text>\n", TOP - 11);
    return svg.append("</svg>").toString();
  }

  private static String shortened(String id) {
    return id.length() <= LONGEST_NAME ? id : id.substring(0, LONGEST_NAME - 1) + "…";
  }

  /** Lines at nothing, at the limit, and at some powers of ten beyond it. */
  private void addLevels(StringBuilder svg) {
    double decades = Math.log10(end() / limit);
    double step = Math.max(1, Math.ceil(decades / 5));
    TreeSet<Double> levels = new TreeSet<>(List.of(0.0, limit));
    for (double decade = step; decade <= decades; decade += step) {
      levels.add(limit * Math.pow(10, decade));
    }
    for (double level : List.copyOf(levels)) {
      if (isTwoSided()) {
        levels.add(0 - level);
      }
    }
    for (double level : levels) {
      String colour = Math.abs(level) == limit ? "#c0392b" : "#ddd";
      add(svg, LEVEL, y(level), number(level), colour);
    }
  }

  private void addRun(StringBuilder svg, String name, int position, boolean last) {
    double[] zs = values(name);
    int x = LEFT + 150 * position;
    addDot(svg, x, TOP - 15, "#2c6fbb", last, name);
    add(svg, "<text x='%d' y='%d'>%s</text>\n", x + 8, TOP - 11, Displayable.escape(name));
    for (int i = 0; i < zs.length; i++) {
      String title = ids.get(i) + ": " + number(zs[i]);
      addDot(svg, x(i), y(zs[i]), isBeyond(zs[i]) ? "#c0392b" : "#2c6fbb", last, title);
    }
  }

  private static void addDot(
      StringBuilder svg, double x, double y, String colour, boolean filled, String title) {
    add(svg, DOT, x, y, filled ? colour : "white", colour, Displayable.escape(title));
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static String number(double z) {
    boolean whole = z == Math.rint(z) && Math.abs(z) < 1e4;
    return whole ? Long.toString((long) z) : String.format(Locale.ROOT, "%.3g", z);
  }

  private double[] values(String run) {
    return runs.getOrDefault(run, new double[0]);
  }

  private double end() {
    return runs.values().stream()
        .flatMapToDouble(Arrays::stream)
        .map(Math::abs)
        .filter(Double::isFinite)
        .reduce(1.5 * limit, Math::max);
  }

  private boolean isTwoSided() {
    return runs.values().stream().flatMapToDouble(Arrays::stream).anyMatch(z -> z < 0);
  }

  private double x(int position) {
    return LEFT + WIDTH * (position + 0.5) / ids.size();
  }

  private double y(double z) {
    double share = Math.log1p(Math.min(Math.abs(z), end()) / limit) / Math.log1p(end() / limit);
    double signed = Double.isNaN(z) ? 1 : Math.copySign(share, z);
    return TOP + HEIGHT * (isTwoSided() ? (1 - signed) / 2 : 1 - signed);
  }

  private boolean isBeyond(double z) {
    return !(Math.abs(z) <= limit);
  }

  /**
   * In words, for readers that see no image: for each run, how many cases are beyond the limit, and
   * the worst.
   */
  @Override
  public String toString() {
    return runs.keySet().stream().map(this::inWords).collect(joining("\n"));
  }

  private String inWords(String run) {
    double[] zs = values(run);
    List<Integer> beyond = new ArrayList<>(IntStream.range(0, zs.length).boxed().toList());
    beyond.removeIf(i -> !isBeyond(zs[i]));
    beyond.sort(Comparator.comparingDouble((Integer i) -> Math.abs(zs[i])).reversed());
    String worst =
        beyond.stream()
            .limit(3)
            .map(i -> String.format(Locale.ROOT, "%s %.3g", ids.get(i), zs[i]))
            .collect(joining(", "));
    return "%s: %d of %d cases beyond %s%s"
        .formatted(run, beyond.size(), zs.length, limit, beyond.isEmpty() ? "" : ": " + worst);
  }
}
