package dev.canary.app.serve;

import dev.canary.alert.AlertState;
import dev.canary.alert.Silence;
import dev.canary.event.AlertNews;
import dev.canary.event.JudgedRun;
import dev.canary.event.LastRun;
import dev.canary.event.Scope;
import dev.canary.watch.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Where every watch stands, as far as this daemon knows; tells the listeners what changes it. */
final class Board {
  private final Map<String, Standing> standings = new ConcurrentHashMap<>();
  private final Listeners listeners;

  Board(Listeners listeners) {
    this.listeners = listeners;
  }

  /** What changes about a watch while its files stay. */
  record Standing(
      Optional<WatchStatus.Last> last,
      AlertState alerts,
      Optional<Instant> due,
      Optional<String> trouble,
      Optional<Silence> silence) {
    static final Standing NEW =
        new Standing(
            Optional.empty(),
            AlertState.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** A watch's line in the status. */
  WatchStatus of(Post post, Instant at) {
    Standing now = standings.getOrDefault(post.watch().name(), Standing.NEW);
    return new WatchStatus(
        post.watch().name(),
        post.watch().suite().name(),
        post.watch().settings().region(),
        post.watch().suite().secret(),
        post.watch().settings().dryRun(),
        now.last(),
        now.alerts(),
        now.due(),
        now.trouble(),
        post.watch().suite().latency(),
        now.silence().filter(s -> s.covers(post.watch().name(), at)),
        post.rota().isClosed(at));
  }

  void started(String watch, Tier tier, Duration late) {
    listeners.started(watch, tier, late);
  }

  void skipped(String watch, int times) {
    for (int i = 0; i < times; i++) {
      listeners.skipped(watch);
    }
  }

  void recorded(JudgedRun judged, AlertNews news, Instant due) {
    Optional<WatchStatus.Last> last =
        switch (judged.scope().tier()) {
          case GOLDEN ->
              Optional.of(
                  new WatchStatus.Last(judged.id(), judged.verdict(), judged.run().startedAt()));
          case SMOKE -> Optional.empty();
        };
    change(
        judged.watch(),
        s ->
            new Standing(
                last.or(s::last), news.step().state(), s.due(), Optional.empty(), news.silence()));
    listeners.recorded(judged, news.step(), due);
  }

  /** A run that the store knows of: this daemon's before it was started anew, or another one's. */
  void last(LastRun run) {
    WatchStatus.Last last = new WatchStatus.Last(run.id(), run.verdict(), run.at());
    change(
        run.scope().watch(),
        s -> new Standing(Optional.of(last), s.alerts(), s.due(), s.trouble(), s.silence()));
  }

  /** True if nothing is known of a watch since an instant. */
  boolean isOld(String watch, Instant since) {
    return standings.getOrDefault(watch, Standing.NEW).last().stream()
        .noneMatch(last -> last.startedAt().isAfter(since));
  }

  void stepped(Scope scope, AlertNews news) {
    alerts(scope.watch(), news.step().state(), news.silence());
    listeners.stepped(scope, news.step());
  }

  /** What the store says of a watch's alerts, which another daemon may have stepped. */
  void alerts(String watch, AlertState alerts, Optional<Silence> silence) {
    change(watch, s -> new Standing(s.last(), alerts, s.due(), s.trouble(), silence));
  }

  void failed(String watch, String why) {
    change(watch, s -> new Standing(s.last(), s.alerts(), s.due(), Optional.of(why), s.silence()));
    listeners.failed(watch, why);
  }

  void due(String watch, Instant at) {
    change(
        watch, s -> new Standing(s.last(), s.alerts(), Optional.of(at), s.trouble(), s.silence()));
  }

  void forget(String watch) {
    standings.remove(watch);
  }

  private void change(String watch, UnaryOperator<Standing> how) {
    standings.compute(watch, (name, before) -> how.apply(before == null ? Standing.NEW : before));
  }
}
