package dev.canary.app.web;

import dev.canary.alert.Alert;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import dev.canary.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Finds what answers a request: the paths of programs, the pages of people. */
final class Routes implements AutoCloseable {
  private static final String WATCHES = "/watches/";
  private static final String ACKNOWLEDGE = "/acknowledge";
  private static final String SILENCE = "/silence";
  private static final String APPROVE = "/approve";

  /** Twice as long at most do people wait for a store that hangs. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  private final Parts parts;
  private final Changes changes;
  private final Api api;
  private final Pages pages;
  private final Patience patience;

  Routes(Parts parts, Access access, Ticks ticks) {
    this.parts = parts;
    changes = new Changes(parts, access);
    api = new Api(parts, changes);
    pages = new Pages(parts, ticks, changes.isAllowed());
    patience = new Patience(() -> parts.store().newestDue(), PATIENCE);
  }

  /** The answer; never throws. */
  Answer answer(Request request) {
    try {
      return asksStore(request) ? asked(request) : routed(request);
    } catch (Refusal refusal) {
      return refused(request, refusal);
    } catch (RuntimeException e) {
      System.getLogger(Routes.class.getName())
          .log(System.Logger.Level.ERROR, request.method() + " " + request.path(), e);
      return refused(request, Refusal.of(Answer.FAILED, "this went wrong here; the log says why"));
    }
  }

  private static boolean asksStore(Request request) {
    String path = request.path();
    return !request.reads()
        || path.equals("/")
        || path.startsWith(WATCHES)
        || Api.isAboutRuns(path);
  }

  private Answer asked(Request request) {
    try {
      return patience.ask(() -> routed(request));
    } catch (StoreException e) {
      return withoutStore(request, String.valueOf(e.getMessage()));
    }
  }

  /** People are shown what the daemon knows by itself. */
  private Answer withoutStore(Request request, String why) {
    String path = request.path();
    if (request.reads() && path.equals("/")) {
      return pages.rememberedOverview(request);
    }
    if (request.reads() && path.startsWith(WATCHES)) {
      return pages.remembered(find(path.substring(WATCHES.length())));
    }
    String last = Show.time(parts.daemon().status().storeAnsweredAt());
    String told =
        "the store cannot be used, which last answered at %s UTC: %s".formatted(last, why);
    throw Refusal.of(
        Answer.UNAVAILABLE,
        request.reads()
            ? told
            : told + "; what was asked for may be done all the same: look again");
  }

  /** For whoever asks as if this were another server. */
  static Answer misdirected() {
    return Answer.json(
        Answer.MISDIRECTED,
        ApiJson.error(
            "this is not the host that was asked for; http.names of canary.yaml says which it is"));
  }

  private Answer refused(Request request, Refusal refusal) {
    boolean forPeople =
        request.path().equals("/")
            || request.path().startsWith(WATCHES)
            || request.header("Accept").orElse("").startsWith("text/html");
    Answer plain =
        forPeople
            ? pages.problem(refusal.status(), refusal.why())
            : Answer.json(refusal.status(), ApiJson.error(refusal.why()));
    return new Answer(plain.status(), plain.contentType(), plain.body(), refusal.headers());
  }

  private Answer routed(Request request) {
    return api.answer(request)
        .or(() -> Assets.answer(request))
        .or(() -> metrics(request))
        .orElseGet(() -> page(request));
  }

  private Optional<Answer> metrics(Request request) {
    Optional<Scrape> asked = parts.metrics().filter(scrape -> request.path().equals("/metrics"));
    if (asked.isPresent() && !request.reads()) {
      throw Refusal.onlyRead();
    }
    return asked
        .map(scrape -> scrape.scrape(request.header("Accept").orElse("")))
        .map(text -> new Answer(Answer.OK, text.contentType(), text.body(), Map.of()));
  }

  private Answer page(Request request) {
    String path = request.path();
    if (path.startsWith(WATCHES) && path.endsWith(ACKNOWLEDGE)) {
      WatchStatus watch = find(middle(path, ACKNOWLEDGE));
      Alert alert =
          watch
              .alerts()
              .alert()
              .orElseThrow(() -> Refusal.of(Answer.NOT_FOUND, "no alert is open here any more"));
      changes.acknowledge(request, alert.id());
      return back(watch);
    }
    if (path.startsWith(WATCHES) && path.endsWith(SILENCE)) {
      WatchStatus watch = find(middle(path, SILENCE));
      changes.silence(request, watch.watch());
      return back(watch);
    }
    if (path.startsWith(WATCHES) && path.endsWith(APPROVE)) {
      WatchStatus watch = find(middle(path, APPROVE));
      changes.approve(request);
      return back(watch);
    }
    if (!request.reads()) {
      throw Refusal.onlyRead();
    }
    if (path.startsWith(WATCHES)) {
      boolean all = request.query().getOrDefault("cases", "").equals("all");
      return pages.watch(
          find(path.substring(WATCHES.length())), all ? Pages.Extent.ALL : Pages.Extent.WORST);
    }
    if (path.equals("/")) {
      return pages.overview(request);
    }
    if (path.equals(WebServer.EVENTS)) {
      throw Refusal.method("GET");
    }
    throw Refusal.of(Answer.NOT_FOUND, "there is no such path");
  }

  private static String middle(String path, String end) {
    return path.substring(WATCHES.length(), path.length() - end.length());
  }

  private static Answer back(WatchStatus watch) {
    return Answer.seeOther(WATCHES + Names.encoded(watch.watch()));
  }

  @Override
  public void close() {
    patience.close();
  }

  private WatchStatus find(String encoded) {
    DaemonStatus status = parts.daemon().status();
    String name = Names.decoded(encoded);
    return status
        .watch(name)
        .orElseThrow(() -> Refusal.of(Answer.NOT_FOUND, "there is no watch " + name));
  }
}
