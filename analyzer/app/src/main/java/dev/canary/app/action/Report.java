package dev.canary.app.action;

import dev.canary.app.action.ActionCounts.Result;
import java.util.function.Consumer;

/**
 * Tells what an action did, in lines for people and in numbers.
 *
 * @param action its name
 * @param lines for people
 * @param tally counts
 */
record Report(String action, Consumer<String> lines, ActionCounts.Tally tally) {
  void say(String what) {
    lines.accept("action %s: %s".formatted(action, what));
  }

  void count(Result result) {
    tally.add(result);
  }

  void waits(int transitions) {
    tally.waits(transitions);
  }
}
