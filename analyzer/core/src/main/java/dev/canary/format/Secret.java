package dev.canary.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of {@code canary.yaml} that may name an environment variable ({@code ${env:X}}) or a file
 * ({@code ${file:P}}, relative to {@code canary.yaml} or absolute). It is looked up only when it is
 * needed, and hidden wherever it is shown.
 */
public final class Secret {
  static final String ALLOWED = "text, ${env:NAME}, ${file:PATH}";

  private static final String MASK = "***";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^${}]+)}");
  private static final Pattern LEFT_OVER = Pattern.compile("\\$\\{");

  /** Whether a text without references may be shown. */
  enum Visibility {
    SHOWN,
    HIDDEN
  }

  private final String template;
  private final Visibility visibility;
  private final Problem origin;
  private final Path folder;

  Secret(String template, Visibility visibility, Problem origin, Path folder) {
    this.template = template;
    this.visibility = visibility;
    this.origin = origin;
    this.folder = folder;
  }

  /**
   * The value of a key, if it is there and well formed.
   *
   * @param folder that files it names are relative to
   */
  static Optional<Secret> read(Section section, String key, Visibility visibility, Path folder) {
    Optional<String> text = section.spelling(key);
    if (text.isPresent() && !isWellFormed(text.get())) {
      section.problem(key, "not well formed (its value is hidden)", ALLOWED);
      return Optional.empty();
    }
    Problem origin = new Problem(section.file(), section.line(key), section.path(key), "");
    return text.map(t -> new Secret(t, visibility, origin, folder));
  }

  /** A text that is no secret, for settings that code makes. */
  public static Secret shown(String text) {
    Problem origin = new Problem("", 0, text, "");
    return new Secret(text, Visibility.SHOWN, origin, Path.of(""));
  }

  /**
   * A secret that a target's option names, as its text stands there.
   *
   * @param key the option, for messages
   */
  public static Secret of(String key, String template) {
    return new Secret(template, Visibility.HIDDEN, new Problem("", 0, key, ""), Path.of(""));
  }

  /** True if the text holds a reference, and every one in it is well formed. */
  static boolean isReference(String template) {
    return isWellFormed(template) && REFERENCE.matcher(template).find();
  }

  /** The same text with its files' paths resolved against the folder of the file it stands in. */
  static String resolved(String template, Path referrer) {
    Path file = referrer.toAbsolutePath().normalize();
    return REFERENCE
        .matcher(template)
        .replaceAll(
            match -> {
              String name =
                  match.group(1).equals("file")
                      ? file.resolveSibling(match.group(2)).toString()
                      : match.group(2);
              return Matcher.quoteReplacement("${" + match.group(1) + ":" + name + "}");
            });
  }

  /** True if every reference in the text is well formed. */
  static boolean isWellFormed(String template) {
    return !LEFT_OVER.matcher(REFERENCE.matcher(template).replaceAll("")).find();
  }

  /**
   * The text, its references looked up.
   *
   * @param environment the variables, usually {@code name -> Optional.ofNullable(getenv(name))}
   * @throws FormatException naming the variable or file that is missing, never its content
   */
  public String reveal(Function<String, Optional<String>> environment) throws FormatException {
    StringBuilder text = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(template);
    int done = 0;
    while (matcher.find()) {
      String name = matcher.group(2);
      boolean variable = matcher.group(1).equals("env");
      text.append(template, done, matcher.start());
      text.append(variable ? variable(environment, name) : content(name));
      done = matcher.end();
    }
    return text.append(template, done, template.length()).toString();
  }

  private String variable(Function<String, Optional<String>> environment, String name)
      throws FormatException {
    return environment
        .apply(name)
        .orElseThrow(() -> missing("the environment variable " + name + ", which is not set"));
  }

  private String content(String name) throws FormatException {
    try {
      return Files.readString(folder.resolve(name)).replaceFirst("\\R\\z", "");
    } catch (IOException | RuntimeException e) {
      throw missing("the file " + name + ", which cannot be read");
    }
  }

  private FormatException missing(String what) {
    return new FormatException(
        new Problem(origin.file(), origin.line(), origin.found() + " needs " + what, ""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && template.equals(that.template)
        && folder.equals(that.folder);
  }

  @Override
  public int hashCode() {
    return template.hashCode();
  }

  /** The text if it is no secret and names none, else {@value #MASK}. */
  @Override
  public String toString() {
    boolean plain = visibility == Visibility.SHOWN && !REFERENCE.matcher(template).find();
    return plain ? template : MASK;
  }
}
