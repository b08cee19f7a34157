package dev.canary.http;

import dev.canary.http.protocol.Description;
import dev.canary.http.protocol.Protocol;
import dev.canary.http.protocol.Reply;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.CacheTest;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Mark;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Nonce;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Tally;
import dev.canary.target.ToldVersions;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One replay against a server, from the questions before it to those after it. */
final class Session {
  private final Setup setup;
  private final Held held;
  private final Line questions;
  private final Delivery delivery;
  private final Ticks ticks;
  private final Pace pace;
  private final Mark mark = new Mark(UUID.randomUUID());
  private final HealthProbe.Found told;
  private final Protocol protocol;
  private final Health.WarmUp warmUp;
  private final Description counters;
  private final AtomicLong answered = new AtomicLong();
  private final List<String> remarks = new ArrayList<>();
  private final Set<String> answeredVersions = ConcurrentHashMap.newKeySet();
  private final Set<String> encodings = ConcurrentHashMap.newKeySet();

  /**
   * Asks the server about itself and warms it up.
   *
   * @param cases of the suite
   */
  Session(
      Setup setup, Held held, Line questions, Delivery delivery, Ticks ticks, List<Case> cases) {
    this.setup = setup;
    this.held = held;
    this.questions = questions;
    this.delivery = delivery;
    this.ticks = ticks;
    this.told = new HealthProbe(questions, mark).ask(setup.protocol());
    this.protocol = setup.protocol().speaking(told.description());
    this.warmUp = warmUp(cases);
    this.counters =
        answered.getAndSet(0) == 0 || told.description().inferences().isEmpty()
            ? told.description()
            : new HealthProbe(questions, mark).describe(setup.protocol());
    this.pace = pace();
  }

  private Pace pace() {
    return new Pace(setup.manners().rowsPerSecond(), ticks);
  }

  private Health.WarmUp warmUp(List<Case> cases) {
    List<Long> latencies = new ArrayList<>();
    Pace own = pace();
    int requests = cases.isEmpty() ? 0 : setup.manners().warmUps();
    for (int i = 0; i < requests; i++) {
      try {
        Output output = answer(cases.get(i % cases.size()), own);
        output.exchange().ifPresent(e -> latencies.add(e.phases().totalNanos()));
      } catch (PredictionException e) {
        remarks.add("request %d of the warm-up failed: %s".formatted(i + 1, e.getMessage()));
        break;
      }
    }
    return new Health.WarmUp(latencies);
  }

  /**
   * The answer to one case.
   *
   * @throws PredictionException if there is none, with what came over the wire
   */
  Output predict(Case golden) throws PredictionException {
    Output output = answer(golden, pace);
    output.exchange().map(e -> e.facts().get(Exchange.VERSION)).ifPresent(answeredVersions::add);
    return output;
  }

  private Output answer(Case golden, Pace schedule) throws PredictionException {
    return answer(golden.input(), setup.nonce(), mark.id(golden.id()), schedule);
  }

  private Output answer(Input plain, Nonce nonce, String id, Pace schedule)
      throws PredictionException {
    delivery.check();
    Input input = nonce.of(plain, id);
    WireRequest request = protocol.request(input, id);
    Delivery.Delivered delivered;
    try {
      delivered = delivery.send(request, id, schedule.await(input.rows()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PredictionException(Reason.TIMED_OUT, "not sent: interrupted", e);
    }
    try {
      answered.addAndGet(delivered.answer().isOk() ? 1 : 0);
      Detour.refuse(delivered.answer());
      Reply reply = masked(protocol.read(input, id, delivered.answer()));
      Map<String, Tensor> tensors = nonce.of(plain, reply.tensors());
      Exchange exchange = exchange(delivered, id, reply.facts());
      Optional.ofNullable(request.headers().get("Content-Type")).ifPresent(encodings::add);
      return new Output(tensors, reply.classes(), Optional.of(exchange));
    } catch (PredictionException e) {
      String beyond = delivered.beyond().map(asked -> "; " + asked).orElse("");
      String message = delivery.masked(e.getMessage() + beyond);
      throw new PredictionException(e.reason(), message, e).with(exchange(delivered, id, Map.of()));
    }
  }

  private Reply masked(Reply reply) {
    if (!held.mask().hides()) {
      return reply;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(reply.tensors());
    tensors.replaceAll((name, tensor) -> delivery.masked(tensor));
    Map<String, String> facts = new HashMap<>(reply.facts());
    facts.replaceAll((key, fact) -> delivery.masked(fact));
    return new Reply(tensors, reply.classes(), facts);
  }

  /** See {@link HttpTarget#testCache}. */
  CacheTest testCache(Case golden) throws PredictionException {
    HealthProbe counters = new HealthProbe(questions, mark);
    return CacheTest.of(
        (nonce, id) -> answer(golden.input(), nonce, id, pace).exchange().orElseThrow(),
        () -> mark.id(golden.id()),
        () -> counters.describe(setup.protocol()).counted());
  }

  private Exchange exchange(Delivery.Delivered delivered, String id, Map<String, String> told) {
    WireAnswer answer = delivered.answer();
    Map<String, String> facts = new HashMap<>(told);
    facts.put(Exchange.REQUEST_ID, id);
    answer.resent().ifPresent(why -> facts.put(Exchange.RESENT, why));
    CacheSigns.of(answer).ifPresent(header -> facts.putIfAbsent(Exchange.CACHED, header));
    if (delivered.refusals() > 0) {
      String refused = "asked %d times to come later".formatted(delivered.refusals());
      facts.merge(Exchange.REMARK, refused, (a, b) -> a + "; " + b);
    }
    byte[] kept = delivery.masked(answer.body());
    return Exchange.of(delivered.phases(), answer.status(), kept, facts);
  }

  /** What the server said before the replay, and says now. */
  Health health() {
    Description after = new HealthProbe(questions, mark).describe(setup.protocol());
    Description before = told.description();
    ToldVersions listed = new ToldVersions(before.versions(), after.versions());
    Map<String, Set<String>> versions = new TreeMap<>(listed.current());
    if (!answeredVersions.isEmpty()) {
      versions.put("answer", new TreeSet<>(answeredVersions));
    }
    Tally tally = new Tally(counters.counted(), after.counted(), answered.get());
    List<String> all = new ArrayList<>(remarks);
    tally.remark().ifPresent(all::add);
    all.addAll(openness());
    all.addAll(listed.remarks());
    before.and(after).remarks().stream().distinct().forEach(all::add);
    return new Health(
        told.live(), told.ready(), versions, tally.cacheHits(), tally.computing(), warmUp, all);
  }

  /** What weakens the secrecy of this target, said aloud every time. */
  private List<String> openness() {
    List<String> open = new ArrayList<>();
    held.tls().settings().warning().ifPresent(open::add);
    boolean openTokens = held.grant().map(g -> g.tokenUrl().startsWith("http:")).orElse(false);
    if ((held.isAny() && setup.address().isOpen()) || openTokens) {
      open.add("credentials are sent without TLS");
    }
    if (held.mask().hasStruck()) {
      open.add("the server sent a credential of ours back; it was struck out of its answers");
    }
    return open;
  }

  /** Who answered, as far as is known by now. */
  ModelIdentity identity() {
    return Identity.of(setup, told.description(), Set.copyOf(answeredVersions), encodings);
  }
}
