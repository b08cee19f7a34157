package dev.canary.app;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A run as {@code --output json} prints it: one line, whose form the published schema holds. */
public record RunLine(String json) {
  private static final Pattern FINDING =
      Pattern.compile("\\{\"check\":\"([^\"]+)\".*?\"cases\":\\[.*?\\]\\}");
  private static final Pattern ID = Pattern.compile("\\{\"id\":\"([^\"]+)\"");

  /** The only run that a command printed. */
  public static RunLine of(Cli.Answer answer) {
    List<String> lines = answer.lines();
    if (lines.size() != 1) {
      throw new AssertionError(lines.size() + " lines: " + answer.out() + answer.err());
    }
    return new RunLine(lines.get(0));
  }

  public String verdict() {
    return text(json, "verdict");
  }

  /** The causes, separated by commas. */
  public String causes() {
    Matcher causes = Pattern.compile("\"causes\":\\[([^\\]]*)\\]").matcher(json);
    return causes.find() ? causes.group(1).replace("\"", "") : "";
  }

  /** The findings of a check. */
  public List<Found> findings(String check) {
    return FINDING
        .matcher(json)
        .results()
        .filter(match -> match.group(1).equals(check))
        .map(match -> new Found(match.group()))
        .toList();
  }

  /** The only finding of a check. */
  public Found finding(String check) {
    List<Found> found = findings(check);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " findings of " + check + " in " + json);
    }
    return found.get(0);
  }

  /** One finding. */
  public record Found(String json) {
    public String outcome() {
      return text(json, "outcome");
    }

    public String cause() {
      return text(json, "cause");
    }

    /** A number of the finding: statistic, threshold, pValue or effect; NaN where it has none. */
    public double number(String name) {
      Matcher number = Pattern.compile("\"%s\":([-0-9.eE]+)".formatted(name)).matcher(json);
      return number.find() ? Double.parseDouble(number.group(1)) : Double.NaN;
    }

    /** The cases it names. */
    public Stream<String> cases() {
      return ID.matcher(json).results().map(match -> match.group(1));
    }
  }

  private static String text(String json, String name) {
    Matcher text = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(name)).matcher(json);
    return text.find() ? text.group(1) : "";
  }
}
