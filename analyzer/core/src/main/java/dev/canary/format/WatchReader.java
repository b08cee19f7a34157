package dev.canary.format;

import dev.canary.watch.Policy;
import dev.canary.watch.ScheduleSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code schedule} and {@code policy}. */
final class WatchReader {
  private static final Pattern CRON_FIELD = Pattern.compile("[0-9A-Za-z*/,\\-?#]+");
  private static final int CRON_FIELDS = 5;
  private static final Pattern N_OF_M = Pattern.compile("([0-9]{1,4}) of ([0-9]{1,4})");

  private WatchReader() {}

  /** The schedule of a section, if it has one. */
  static Optional<ScheduleSpec> schedule(Section parent) {
    Optional<Section> section = parent.section("schedule");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Section schedule = section.get();
    Optional<Duration> every = schedule.duration("every");
    Optional<String> cron = schedule.name("cron");
    Optional<ZoneId> zone = zone(schedule);
    schedule.end();
    if (schedule.has("every") == schedule.has("cron")) {
      String found = schedule.has("every") ? "every and cron" : "neither every nor cron";
      parent.problem("schedule", found, "either every or cron");
      return Optional.empty();
    }
    if (schedule.has("every") && schedule.has("zone")) {
      schedule.problem("zone", "given beside every", "a zone beside cron");
    }
    cron.filter(c -> !isCron(c))
        .ifPresent(
            c -> schedule.problem("cron", '"' + c + '"', "five fields of a cron expression"));
    return every
        .<ScheduleSpec>map(ScheduleSpec.Every::new)
        .or(() -> cron.map(c -> new ScheduleSpec.Cron(c, zone.orElse(ZoneOffset.UTC))));
  }

  private static boolean isCron(String expression) {
    String[] fields = expression.strip().split("\\s+", -1);
    for (String field : fields) {
      if (!CRON_FIELD.matcher(field).matches()) {
        return false;
      }
    }
    return fields.length == CRON_FIELDS;
  }

  private static Optional<ZoneId> zone(Section section) {
    Optional<String> name = section.name("zone");
    try {
      return name.map(ZoneId::of);
    } catch (DateTimeException e) {
      section.problem("zone", '"' + name.orElse("") + '"', "a time zone like Europe/Berlin or UTC");
      return Optional.empty();
    }
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
    section.get().end();
    Optional<Integer> runs = recover.flatMap(r -> r.count("runs", 1));
    Optional<Duration> lasting = recover.flatMap(r -> r.duration("for"));
    recover.ifPresent(Section::end);
    return Optional.of(
        new Policy(
            failures.map(f -> f[0]).orElse(standard.failures()),
            failures.map(f -> f[1]).orElse(standard.of()),
            runs.orElse(standard.recoverRuns()),
            lasting.orElse(standard.recoverFor())));
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
