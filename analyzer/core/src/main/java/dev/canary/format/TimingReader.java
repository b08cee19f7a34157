package dev.canary.format;

import dev.canary.schedule.Rota;
import dev.canary.watch.Blackout;
import dev.canary.watch.ScheduleSpec;
import dev.canary.watch.Timing;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code schedule}: how often, how much, and when not. */
final class TimingReader {
  private static final Map<String, Duration> PRESETS = presets();
  private static final Map<String, DayOfWeek> DAYS = days();

  private final Section schedule;
  private final int before;

  private TimingReader(Section schedule) {
    this.schedule = schedule;
    this.before = schedule.reading().count();
  }

  /** The timing; nothing if there are problems. */
  static Optional<Timing> read(Section schedule) {
    return new TimingReader(schedule).read();
  }

  private Optional<Timing> read() {
    Optional<Duration> period = schedule.duration("every");
    Optional<Duration> preset = schedule.word("preset", PRESETS);
    Optional<Duration> every = period.or(() -> preset);
    Optional<String> cron = schedule.name("cron");
    Optional<ZoneId> zone = zone(schedule);
    Optional<Duration> golden = schedule.duration("golden");
    Optional<Duration> recheck = schedule.duration("recheck");
    List<Blackout> blackouts = blackouts();
    schedule.end();
    checkWays();
    if (hasProblems()) {
      return Optional.empty();
    }
    ScheduleSpec spec =
        cron.<ScheduleSpec>map(text -> new ScheduleSpec.Cron(text, zone.orElse(ZoneOffset.UTC)))
            .orElseGet(() -> new ScheduleSpec.Every(golden.or(() -> every).orElseThrow()));
    return checked(spec, golden.isPresent() ? every : Optional.empty(), recheck, blackouts);
  }

  private boolean hasProblems() {
    return schedule.reading().count() > before;
  }

  private void checkWays() {
    List<String> ways = List.of("every", "cron", "preset").stream().filter(schedule::has).toList();
    if (ways.size() != 1) {
      String found = ways.isEmpty() ? "neither every nor cron" : String.join(" and ", ways);
      schedule.problemHere(found, "one of every, cron and preset");
    }
    onlyBeside("zone", "cron", ways);
    onlyWithout("golden", "cron", ways);
  }

  private void onlyBeside(String key, String way, List<String> ways) {
    if (schedule.has(key) && !ways.contains(way)) {
      schedule.problem(
          key, "given beside " + String.join(", ", ways), "a " + key + " beside " + way);
    }
  }

  private void onlyWithout(String key, String way, List<String> ways) {
    if (schedule.has(key) && ways.contains(way)) {
      schedule.problem(key, "given beside " + way, "a " + key + " beside every or preset");
    }
  }

  /**
   * What each key alone does not show: whether the smoke tier is the faster, whether any is due.
   */
  private Optional<Timing> checked(
      ScheduleSpec spec,
      Optional<Duration> smoke,
      Optional<Duration> recheck,
      List<Blackout> blackouts) {
    try {
      Timing timing = new Timing(spec, smoke, recheck, blackouts);
      Rota.of(timing, "").next(Instant.EPOCH);
      return Optional.of(timing);
    } catch (IllegalArgumentException e) {
      problem(spec, String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
      return Optional.empty();
    }
  }

  private void problem(ScheduleSpec spec, String why) {
    if (spec instanceof ScheduleSpec.Cron cron) {
      String allowed = "five fields of a cron expression by which something is due: " + why;
      schedule.problem("cron", '"' + cron.expression() + '"', allowed);
    } else {
      schedule.problemHere("not possible", why);
    }
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

  private List<Blackout> blackouts() {
    List<Blackout> blackouts = new ArrayList<>();
    for (Section window : schedule.list("blackouts")) {
      blackout(window).ifPresent(blackouts::add);
    }
    return blackouts;
  }

  private static Optional<Blackout> blackout(Section window) {
    window.require("from", "a time of day as in \"22:00\"");
    window.require("to", "a time of day as in \"02:00\"");
    Optional<LocalTime> from = time(window, "from");
    Optional<LocalTime> to = time(window, "to");
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : window.texts("days")) {
      Optional.ofNullable(DAYS.get(word))
          .ifPresentOrElse(
              days::add,
              () -> window.problem("days", '"' + word + '"', String.join(", ", DAYS.keySet())));
    }
    Optional<ZoneId> zone = zone(window);
    window.end();
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (from.equals(to)) {
      window.problem("to", '"' + to.get().toString() + '"', "another time than from");
      return Optional.empty();
    }
    Set<DayOfWeek> chosen = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    return Optional.of(new Blackout(from.get(), to.get(), chosen, zone.orElse(ZoneOffset.UTC)));
  }

  private static Optional<LocalTime> time(Section window, String key) {
    Optional<String> text = window.spelling(key);
    try {
      return text.map(LocalTime::parse);
    } catch (DateTimeException e) {
      window.problem(key, '"' + text.orElse("") + '"', "a time of day as in \"22:00\"");
      return Optional.empty();
    }
  }

  /** How often where a model is to be up all the time, and where it works off batches. */
  private static Map<String, Duration> presets() {
    Map<String, Duration> presets = new LinkedHashMap<>();
    presets.put("ha", Duration.ofSeconds(10));
    presets.put("batch", Duration.ofSeconds(60));
    return presets;
  }

  private static Map<String, DayOfWeek> days() {
    Map<String, DayOfWeek> days = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day.name().substring(0, 3).toLowerCase(Locale.ROOT), day);
    }
    return days;
  }
}
