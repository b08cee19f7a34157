package dev.canary.app;

import dev.canary.app.cli.CanaryCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs commands in this process and keeps what they print. */
public final class Cli {
  private final Path workspace;

  /** Commands on this workspace. */
  public Cli(Path workspace) {
    this.workspace = workspace;
  }

  /** What a command ended with and printed. */
  public record Answer(int exitCode, String out, String err) {
    /** The lines of standard output. */
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** Runs one command; one at a time, since a JVM has one standard output. */
  public Answer run(String... args) {
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("--workspace", workspace.toString()))
            .toArray(String[]::new);
    return runBare(all);
  }

  /** Runs one command as it is, without naming a workspace. */
  public static synchronized Answer runBare(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int exitCode = CanaryCommand.execute(args);
      return new Answer(
          exitCode,
          said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
