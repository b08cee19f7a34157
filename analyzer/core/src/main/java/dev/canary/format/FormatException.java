package dev.canary.format;

import java.util.List;
import java.util.stream.Collectors;

/** Files that cannot be used; lists every problem of every file that was read, one a line. */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @throws IllegalArgumentException if there is no problem
   */
  public FormatException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an exception needs a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** A single problem. */
  public FormatException(Problem problem) {
    this(List.of(problem));
  }

  /** The problems, in the order of the files and their lines. */
  public List<Problem> problems() {
    return problems;
  }

  /** The same problems at the same places, without what stands there. */
  public FormatException discreet() {
    return new FormatException(problems.stream().map(Problem::discreet).toList());
  }

  /** The first problem and how many more there are, in one line. */
  public String summary() {
    int more = problems.size() - 1;
    return problems.get(0) + (more == 0 ? "" : " (and " + more + " more)");
  }
}
