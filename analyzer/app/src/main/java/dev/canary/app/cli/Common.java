package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.app.view.Style;
import dev.canary.format.FormatException;
import dev.canary.format.Workspace;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class Common {
  /** How a command answers. */
  enum Output {
    TEXT,
    JSON
  }

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "The folder that holds canaries/ (default: the nearest one above this folder).")
  private @Nullable Path workspace;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "For people, or JSON for programs (default: text).")
  private Output output = Output.TEXT;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(names = "--quiet", description = "Say nothing but what was asked for.")
  private boolean quiet;

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  @SuppressWarnings(
      "UnusedVariable") // read from the parse result, where options of wrong commands are, too
  private boolean debug;

  /** The workspace that was named, or the nearest one around the current folder. */
  Workspace workspace() throws FormatException, CannotRunException {
    if (workspace != null) {
      return Workspace.at(workspace);
    }
    return Workspace.around(Path.of(""))
        .orElseThrow(
            () ->
                new CannotRunException(
                    "no workspace here or above: a workspace holds a folder canaries/; name one with --workspace DIR"));
  }

  /** The same, or a new one in the folder that was named, or here. */
  Workspace workspaceOrHere() {
    return workspace != null
        ? new Workspace(workspace)
        : Workspace.around(Path.of("")).orElseGet(() -> new Workspace(Path.of("")));
  }

  /** Everything a job needs, opened on the workspace. */
  Wiring open() throws FormatException, CannotRunException {
    return Wiring.of(workspace());
  }

  boolean json() {
    return output == Output.JSON;
  }

  boolean quiet() {
    return quiet;
  }

  Style style() {
    return json() || quiet ? Style.PLAIN : Style.ofTerminal();
  }

  /** Tells people something; silent when they asked for quiet or for JSON. */
  void say(String line) {
    if (!quiet && !json()) {
      System.out.println(line);
    }
  }

  /** Tells people something about an answer that programs read. */
  void remark(String line) {
    if (!quiet) {
      System.err.println("canary: " + line);
    }
  }

  /** Prints what was asked for. */
  static void answer(String line) {
    System.out.println(line);
  }

  /** The value of an option that may be missing. */
  static <T> Optional<T> given(@Nullable T value) {
    return Optional.ofNullable(value);
  }
}
