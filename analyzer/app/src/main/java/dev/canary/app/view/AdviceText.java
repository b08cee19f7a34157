package dev.canary.app.view;

import dev.canary.quality.Advice;
import dev.canary.quality.Advice.Named;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Advice to the author of a suite in words, each piece with the first of the cases it is about. */
public final class AdviceText {
  private static final int MOST_CASES = 8;

  private AdviceText() {}

  /** Three lines a piece of advice at most: what is wrong, with which cases, what to do. */
  public static Stream<String> lines(List<Advice> all) {
    return all.stream()
        .flatMap(
            advice ->
                Stream.of(
                        Stream.of("  advice, " + advice.kind().label() + ": " + advice.reason()),
                        cases(advice.cases()),
                        Stream.of("    " + advice.cure()))
                    .flatMap(lines -> lines));
  }

  private static Stream<String> cases(List<Named> cases) {
    if (cases.isEmpty()) {
      return Stream.empty();
    }
    String first =
        cases.stream().limit(MOST_CASES).map(AdviceText::say).collect(Collectors.joining(", "));
    int more = cases.size() - MOST_CASES;
    return Stream.of("    " + first + (more > 0 ? " and " + more + " more" : ""));
  }

  private static String say(Named named) {
    String figures =
        named.figures().entrySet().stream()
            .filter(figure -> Double.isFinite(figure.getValue()))
            .map(
                figure -> String.format(Locale.ROOT, "%s %.2g", figure.getKey(), figure.getValue()))
            .collect(Collectors.joining(", "));
    return named.id()
        + (named.like().isEmpty() ? "" : " as " + named.like())
        + (figures.isEmpty() ? "" : " (" + figures + ")");
  }
}
