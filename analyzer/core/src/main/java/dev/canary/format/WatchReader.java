package dev.canary.format;

import dev.canary.watch.Policy;
import dev.canary.watch.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code policy}, and {@code schedule} by {@link TimingReader}. */
final class WatchReader {
  private static final Pattern N_OF_M = Pattern.compile("([0-9]{1,4}) of ([0-9]{1,4})");

  private WatchReader() {}

  /** The schedule of a section, if it has one. */
  static Optional<Timing> timing(Section parent) {
    return parent.section("schedule").flatMap(TimingReader::read);
  }

  /** The policy of a section, if it has one. */
  static Optional<Policy> policy(Section parent) {
    Optional<Section> section = parent.section("policy");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Policy standard = Policy.DEFAULT;
    Optional<int[]> failures = failures(section.get());
    Optional<Section> recover = section.get().section("recover");
    Optional<Duration> remind = section.get().duration("remind");
    Optional<Duration> stale = section.get().duration("stale");
    section.get().end();
    Optional<Integer> runs = recover.flatMap(r -> r.count("runs", 1));
    Optional<Duration> lasting = recover.flatMap(r -> r.duration("for"));
    recover.ifPresent(Section::end);
    return Optional.of(
        new Policy(
            failures.map(f -> f[0]).orElse(standard.failures()),
            failures.map(f -> f[1]).orElse(standard.of()),
            runs.orElse(standard.recoverRuns()),
            lasting.orElse(standard.recoverFor()),
            remind.orElse(standard.remindEvery()),
            stale));
  }

  private static Optional<int[]> failures(Section section) {
    Optional<String> text = section.name("failures");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = N_OF_M.matcher(text.get());
    if (matcher.matches()) {
      int failures = Integer.parseInt(matcher.group(1));
      int of = Integer.parseInt(matcher.group(2));
      if (failures >= 1 && failures <= of) {
        return Optional.of(new int[] {failures, of});
      }
    }
    section.problem("failures", '"' + text.get() + '"', "\"N of M\" with 1 <= N <= M");
    return Optional.empty();
  }
}
