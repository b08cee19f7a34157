package dev.canary.app.serve;

import dev.canary.alert.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which fault is injected into which watch when: the same in every simulation. */
final class Faults {
  /** What a target does in the place of answering well. */
  enum Sort {
    /** No answer: an alert after three runs of three. */
    UNREACHABLE,
    /** The same for two runs only: no alert. */
    BLIP,
    /** Probabilities out of their range: an alert at once. */
    CONTRACT,
    /** Answers beyond their precision class, on a platform that nobody tells: by evidence. */
    MOVED,
    /** No answer for 13 minutes: an alert that is reminded of once. */
    OUTAGE
  }

  /** One stretch of time in which a target is bad. */
  record Fault(Sort sort, Instant from, Instant to) {
    boolean isAlert() {
      return sort != Sort.BLIP;
    }

    /** From the first bad run to the alert, at most: what many runs show takes many runs. */
    Duration promised(Duration period) {
      return switch (sort) {
        case UNREACHABLE, OUTAGE -> period.multipliedBy(2);
        case CONTRACT -> Duration.ZERO;
        case MOVED -> period.multipliedBy(24);
        case BLIP -> throw new IllegalStateException("a blip is no alert");
      };
    }

    /** What happens to its alert. */
    Stream<Transition.Kind> life() {
      Stream<Transition.Kind> begin = Stream.of(Transition.Kind.OPENED);
      Stream<Transition.Kind> reminders =
          sort == Sort.OUTAGE ? Stream.of(Transition.Kind.REMINDED) : Stream.empty();
      return Stream.of(begin, reminders, Stream.of(Transition.Kind.RESOLVED)).flatMap(s -> s);
    }
  }

  private final Map<String, List<Fault>> byWatch = new HashMap<>();

  /** Spread over some time, and never so many at once that most watches are bad. */
  Faults(Instant start, Duration time, int watches) {
    Sort[] sorts = Sort.values();
    Duration slot = time.dividedBy(sorts.length);
    for (int i = 0; i < watches; i++) {
      List<Fault> all = new ArrayList<>();
      for (int k = 0; k < sorts.length; k++) {
        Sort sort = sorts[(i + k) % sorts.length];
        Instant from = start.plus(slot.multipliedBy(k)).plus(Duration.ofSeconds(60 + 45L * i));
        all.add(new Fault(sort, from, from.plus(lasts(sort))));
      }
      byWatch.put("w%02d".formatted(i), all);
    }
  }

  private static Duration lasts(Sort sort) {
    return switch (sort) {
      case BLIP -> Duration.ofSeconds(20);
      case UNREACHABLE, CONTRACT, MOVED -> Duration.ofMinutes(7);
      case OUTAGE -> Duration.ofMinutes(13);
    };
  }

  List<Fault> ofWatch(String watch) {
    return byWatch.getOrDefault(watch, List.of());
  }

  /** The fault of a watch at an instant. */
  Optional<Sort> at(String watch, Instant instant) {
    return ofWatch(watch).stream()
        .filter(f -> !instant.isBefore(f.from()) && instant.isBefore(f.to()))
        .map(Fault::sort)
        .findFirst();
  }
}
