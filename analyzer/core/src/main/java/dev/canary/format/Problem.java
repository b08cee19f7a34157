package dev.canary.format;

/**
 * One thing that is wrong in one file, in one line.
 *
 * @param file as a person would name it: relative to the workspace where it lies in one
 * @param line from 1; 0 when no line is to blame (a binary file, a missing file)
 * @param found what stands there
 * @param allowed what may stand there; empty when {@code found} says it all
 */
public record Problem(String file, int line, String found, String allowed) {
  /** Makes each text one printable line: what stands in a damaged file may be anything. */
  public Problem {
    found = printable(found);
    allowed = printable(allowed);
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    line.append("\\u%04x".formatted(c));
                default -> line.appendCodePoint(c);
              }
            });
    return line.toString();
  }

  /** The same problem without what stands there. */
  Problem discreet() {
    String hidden = "cannot be used; the suite is private, so what stands there is not shown";
    return new Problem(file, line, hidden, "");
  }

  /** For example {@code suite.yaml:7: output.kind is "probability"; allowed: values, logits}. */
  @Override
  public String toString() {
    String where = line > 0 ? file + ":" + line : file;
    return where + ": " + found + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
  }
}
