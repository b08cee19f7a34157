package dev.canary.app.web;

import java.time.Duration;

/** Keeps a watch's alerts from being acted on for a while. */
@FunctionalInterface
public interface Silencing {
  /**
   * Begins a silence now.
   *
   * @param length after which it ends by itself
   * @param by who wants it
   * @param reason why
   */
  void silence(String watch, Duration length, String by, String reason);
}
