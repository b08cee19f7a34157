package dev.canary.app.view;

import dev.canary.verdict.Verdict.Level;

/** Colours for a terminal, nothing for a file or a pipe. */
public enum Style {
  PLAIN,
  COLOURED;

  /**
   * Coloured only where a person reads: on a terminal, unless {@code NO_COLOR} is set. The launcher
   * says whether there is one: Java's own {@code System.console()} changed its answer with version
   * 22.
   */
  public static Style ofTerminal() {
    boolean terminal = Boolean.getBoolean("canary.terminal");
    return terminal && System.getenv("NO_COLOR") == null ? COLOURED : PLAIN;
  }

  /** A verdict in its colour. */
  public String verdict(Level level, String text) {
    return switch (level) {
      case BROKEN -> coloured("31;1", text);
      case DRIFTED -> coloured("33;1", text);
      case INCONCLUSIVE -> coloured("36", text);
      case HEALTHY -> coloured("32", text);
    };
  }

  /** Text that matters less. */
  public String faint(String text) {
    return coloured("2", text);
  }

  private String coloured(String code, String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
