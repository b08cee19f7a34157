package dev.canary.app.web;

import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The pages for people, made on the server: they need no script. */
final class Pages {
  private static final int WORST_CASES = 50;

  /** How many cases a page shows. */
  enum Extent {
    WORST,
    ALL
  }

  private final Parts parts;
  private final Ticks ticks;
  private final boolean changeable;
  private final PebbleEngine engine;

  /**
   * The pages.
   *
   * @param changeable whether they show forms
   */
  Pages(Parts parts, Ticks ticks, boolean changeable) {
    this.parts = parts;
    this.ticks = ticks;
    this.changeable = changeable;
    ClasspathLoader loader = new ClasspathLoader();
    loader.setPrefix("dev/canary/app/web/templates");
    loader.setSuffix(".peb");
    engine = new PebbleEngine.Builder().loader(loader).strictVariables(true).build();
  }

  Answer overview(Request request) {
    return overview(overview(request, ticks::of));
  }

  /** The same while the store does not answer: what the daemon knows by itself. */
  Answer rememberedOverview(Request request) {
    return overview(
        overview(request, ticks::remembered)
            .saying(
                "The store last answered at %s UTC: shown is what the daemon knows by itself."
                    .formatted(Show.time(parts.daemon().status().storeAnsweredAt()))));
  }

  private Overview overview(Request request, Function<WatchStatus, List<Tick>> history) {
    Instant now = parts.clock().instant();
    DaemonStatus status = parts.daemon().status();
    return Overview.of(status, history, now, Overview.Selection.of(request.query()));
  }

  private Answer overview(Overview page) {
    return Answer.html(Answer.OK, rendered("overview", Map.of("page", page)));
  }

  /** The page of a watch: the cases that moved most, or all of them. */
  Answer watch(WatchStatus watch, Extent cases) {
    int most =
        switch (cases) {
          case WORST -> WORST_CASES;
          case ALL -> Integer.MAX_VALUE;
        };
    return watch(WatchPage.of(watch, ticks.of(watch), parts, most));
  }

  /** The page of a watch while the store does not answer. */
  Answer remembered(WatchStatus watch) {
    return watch(
        WatchPage.remembered(
            watch,
            ticks.remembered(watch),
            parts.clock().instant(),
            parts.daemon().status().storeAnsweredAt()));
  }

  private Answer watch(WatchPage page) {
    return Answer.html(
        Answer.OK, rendered("watch", Map.of("page", page, "changeable", changeable)));
  }

  Answer problem(int status, String why) {
    return Answer.html(status, rendered("problem", Map.of("status", status, "why", why)));
  }

  private String rendered(String template, Map<String, Object> context) {
    StringWriter html = new StringWriter();
    try {
      engine.getTemplate(template).evaluate(html, context);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return html.toString();
  }
}
