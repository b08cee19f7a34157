package dev.canary.check;

import dev.canary.replay.Observation;
import dev.canary.replay.Run;
import dev.canary.stats.Median;
import dev.canary.target.Exchange;
import dev.canary.target.Phases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * One answered case with its times.
 *
 * @param position in the suite
 * @param observation what came back
 */
record Timed(int position, Observation.Answered observation) {

  /** The answered cases of a run, in the order they were sent. */
  static List<Timed> inOrderSent(Run run) {
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < run.observations().size(); i++) {
      if (run.observations().get(i) instanceof Observation.Answered answered) {
        timed.add(new Timed(i, answered));
      }
    }
    timed.sort(Comparator.comparingLong(t -> t.observation().sentNanos()));
    return timed;
  }

  static int[] positions(List<Timed> timed) {
    return timed.stream().mapToInt(Timed::position).toArray();
  }

  static double[] latencies(List<Timed> timed) {
    return timed.stream().mapToDouble(t -> t.observation().latencyNanos()).toArray();
  }

  static long[] sentNanos(List<Timed> timed) {
    return timed.stream().mapToLong(t -> t.observation().sentNanos()).toArray();
  }

  /** What the server says it computed, of those cases of which it tells. */
  static double[] computed(List<Timed> timed) {
    return timed.stream()
        .flatMap(t -> t.observation().exchange().stream())
        .map(exchange -> exchange.phases().serverNanos())
        .flatMapToLong(OptionalLong::stream)
        .asDoubleStream()
        .toArray();
  }

  boolean isOverAWire() {
    return observation.exchange().isPresent();
  }

  /** Where the time went at the median, in words; nothing for a model in this process. */
  static String phases(List<Timed> timed) {
    List<Phases> phases =
        timed.stream()
            .flatMap(t -> t.observation().exchange().stream())
            .map(Exchange::phases)
            .toList();
    if (phases.isEmpty()) {
      return "";
    }
    double[] computed = computed(timed);
    String server =
        computed.length == 0
            ? ""
            : String.format(Locale.ROOT, ", server %.3g", Median.of(computed) / 1e6);
    return String.format(
        Locale.ROOT,
        "; medians in ms: connect %.3g, TLS %.3g, first byte %.3g, total %.3g, waited %.3g%s",
        median(phases, Phases::connectNanos),
        median(phases, Phases::tlsNanos),
        median(phases, Phases::firstByteNanos),
        median(phases, Phases::totalNanos),
        median(phases, Phases::waitedNanos),
        server);
  }

  private static double median(List<Phases> phases, ToLongFunction<Phases> phase) {
    return Median.of(phases.stream().mapToLong(phase).mapToDouble(n -> n / 1e6).toArray());
  }
}
