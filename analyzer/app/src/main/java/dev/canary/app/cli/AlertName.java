package dev.canary.app.cli;

/** What people write where an alert is asked for: its id, or the name of its watch. */
final class AlertName {
  private static final char MARK = '!';

  private AlertName() {}

  /** True for the name of a watch, false for an alert's id. */
  static boolean isWatch(String name) {
    return name.indexOf(MARK) < 0;
  }

  /** The watch that is meant. */
  static String watch(String name) {
    return isWatch(name) ? name : name.substring(0, name.indexOf(MARK));
  }
}
