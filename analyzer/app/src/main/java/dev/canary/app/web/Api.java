package dev.canary.app.web;

import dev.canary.alert.Alert;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.WatchStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What programs ask: probes, orchestrators, scripts. */
final class Api {
  private static final String LIVE = "/livez";
  private static final String READY = "/readyz";
  private static final String WATCHES = "/v1/watches/";
  private static final String ALERTS = "/v1/alerts/";
  private static final String HEALTH = "/health";
  private static final String RUNS = "/runs";
  private static final String SILENCE = "/silence";
  private static final String ACKNOWLEDGE = "/acknowledge";
  private static final String ALL_RUNS = "/v1/runs/";
  private static final String APPROVE = "/approve";
  private static final int MOST_RUNS = 500;
  private static final int USUAL_RUNS = 50;

  private final Parts parts;
  private final Changes changes;

  Api(Parts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
  }

  /** True for what orchestrators ask, which is answered from memory. */
  static boolean isProbe(String path) {
    return path.equals(LIVE)
        || path.equals(READY)
        || (path.startsWith(WATCHES) && path.endsWith(HEALTH));
  }

  /** True for what is read from the store. */
  static boolean isAboutRuns(String path) {
    return path.startsWith(WATCHES) && path.endsWith(RUNS);
  }

  /** What is answered to a path of programs; empty for the paths of people. */
  Optional<Answer> answer(Request request) {
    String path = request.path();
    if (path.startsWith(ALERTS)) {
      return Optional.of(acknowledge(request, path.substring(ALERTS.length())));
    }
    if (path.startsWith(ALL_RUNS)) {
      return Optional.of(approve(request, path.substring(ALL_RUNS.length())));
    }
    if (path.startsWith(WATCHES) && path.endsWith(SILENCE)) {
      String name = path.substring(WATCHES.length(), path.length() - SILENCE.length());
      return Optional.of(silence(request, Names.decoded(name)));
    }
    return path.startsWith(WATCHES)
        ? Optional.of(read(request, () -> watch(request, path.substring(WATCHES.length()))))
        : switch (path) {
          case LIVE -> Optional.of(read(request, () -> Answer.json(Answer.OK, ApiJson.ALIVE)));
          case READY -> Optional.of(read(request, () -> daemon(status())));
          case "/v1/watches" ->
              Optional.of(read(request, () -> Answer.json(Answer.OK, ApiJson.watches(status()))));
          case "/v1/alerts" ->
              Optional.of(
                  read(request, () -> Answer.json(Answer.OK, ApiJson.alerts(status().watches()))));
          default -> Optional.empty();
        };
  }

  private interface Reading {
    Answer answer();
  }

  private static Answer read(Request request, Reading reading) {
    if (!request.reads()) {
      throw Refusal.onlyRead();
    }
    return reading.answer();
  }

  private DaemonStatus status() {
    return parts.daemon().status();
  }

  /** Not ready while its verdicts are not to be trusted. */
  private static Answer daemon(DaemonStatus status) {
    List<String> problems = status.selfCheck().stream().toList();
    int code = problems.isEmpty() ? Answer.OK : Answer.UNAVAILABLE;
    return Answer.json(code, ApiJson.daemon(status, problems));
  }

  private Answer watch(Request request, String rest) {
    if (rest.endsWith(HEALTH)) {
      Condition condition = find(rest.substring(0, rest.length() - HEALTH.length()));
      return Answer.json(condition.status(probe(request)), ApiJson.watch(condition));
    }
    if (rest.endsWith(RUNS)) {
      WatchStatus watch = find(rest.substring(0, rest.length() - RUNS.length())).watch();
      return Answer.json(
          Answer.OK,
          ApiJson.runs(
              watch.watch(), parts.store().history().recentOf(watch.watch(), limit(request))));
    }
    return Answer.json(Answer.OK, ApiJson.watch(find(rest)));
  }

  private Condition find(String encoded) {
    String name = Names.decoded(encoded);
    DaemonStatus now = status();
    return now.watch(name)
        .map(watch -> Condition.of(watch, now))
        .orElseThrow(() -> Refusal.of(Answer.NOT_FOUND, "there is no watch " + name));
  }

  private static Condition.Probe probe(Request request) {
    String asked = request.query().getOrDefault("for", "liveness");
    return Stream.of(Condition.Probe.values())
        .filter(probe -> probe.name().equalsIgnoreCase(asked))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    Answer.BAD_REQUEST, "for is \"" + asked + "\"; allowed: liveness, readiness"));
  }

  private static int limit(Request request) {
    String text = request.query().getOrDefault("limit", String.valueOf(USUAL_RUNS));
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST_RUNS) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw Refusal.of(
        Answer.BAD_REQUEST, "limit is \"%s\"; allowed: 1 to %d".formatted(text, MOST_RUNS));
  }

  private Answer acknowledge(Request request, String rest) {
    if (!rest.endsWith(ACKNOWLEDGE)) {
      throw Refusal.of(Answer.NOT_FOUND, "there is no such path");
    }
    String id = Names.decoded(rest.substring(0, rest.length() - ACKNOWLEDGE.length()));
    changes.acknowledge(request, id);
    return Answer.json(Answer.OK, ApiJson.watch(holder(id)));
  }

  private Condition holder(String alert) {
    DaemonStatus now = status();
    return now.watches().stream()
        .filter(w -> w.alerts().alert().map(Alert::id).filter(alert::equals).isPresent())
        .findFirst()
        .map(watch -> Condition.of(watch, now))
        .orElseThrow(() -> Refusal.of(Answer.NOT_FOUND, "no alert " + alert + " is open"));
  }

  private Answer approve(Request request, String rest) {
    if (!rest.endsWith(APPROVE)) {
      throw Refusal.of(Answer.NOT_FOUND, "there is no such path");
    }
    String run = Names.decoded(rest.substring(0, rest.length() - APPROVE.length()));
    changes.approve(request, run);
    return Answer.json(Answer.OK, ApiJson.approved(run));
  }

  private Answer silence(Request request, String watch) {
    changes.silence(request, watch);
    return Answer.json(Answer.OK, ApiJson.watch(find(Names.encoded(watch))));
  }
}
