package dev.canary.app.metrics;

import static dev.canary.app.metrics.Family.count;
import static dev.canary.app.metrics.Family.counter;
import static dev.canary.app.metrics.Family.gauge;
import static dev.canary.app.metrics.Family.point;

import dev.canary.app.action.ActionCounts.Result;
import dev.canary.app.action.ActionCounts.Tally;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;

/** The families that tell of what follows alerts. */
final class ActionFamilies {
  private static final String ACTION = "action";

  private ActionFamilies() {}

  static void into(MetricSnapshots.Builder all, Map<String, Tally> actions) {
    CounterSnapshot.Builder results =
        counter("canary_actions", "What came of following alerts; every attempt counts.");
    GaugeSnapshot.Builder waiting =
        gauge("canary_actions_waiting", "Transitions of alerts that an action has yet to follow.");
    actions.forEach(
        (action, tally) -> {
          for (Result result : Result.values()) {
            results.dataPoint(count(tally.count(result), ACTION, action, "result", result.label()));
          }
          waiting.dataPoint(point(tally.waiting(), ACTION, action));
        });
    all.metricSnapshot(results.build()).metricSnapshot(waiting.build());
  }
}
