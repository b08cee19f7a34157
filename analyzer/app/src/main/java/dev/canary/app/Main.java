package dev.canary.app;

import dev.canary.app.cli.CanaryCommand;

/** The command line's entry point. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    QuietLogs.install();
    System.exit(CanaryCommand.execute(args));
  }
}
