package dev.canary.grpc;

import dev.canary.format.Mask;
import dev.canary.grpc.Connection.Answered;
import dev.canary.grpc.Settings.Verification;
import dev.canary.suite.Case;
import dev.canary.suite.Input;
import dev.canary.target.CacheTest;
import dev.canary.target.Counted;
import dev.canary.target.Exchange;
import dev.canary.target.Health;
import dev.canary.target.Health.WarmUp;
import dev.canary.target.LoadException;
import dev.canary.target.Mark;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Nonce;
import dev.canary.target.Output;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Tally;
import dev.canary.target.Target;
import dev.canary.target.ToldVersions;
import dev.canary.tensor.Tensor;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model behind a server that speaks the Open Inference Protocol, version 2, over gRPC.
 *
 * <p>Inputs are sent raw, so that every bit arrives; outputs are read as they come. Thread-safe.
 */
final class GrpcTarget implements Target {
  private static final String PROTOCOL = "kserve-v2-grpc";

  /** A single failure may be the network's. */
  private static final int ATTEMPTS = 2;

  private final Address address;
  private final Settings settings;
  private final Optional<String> version;
  private final Connection connection;
  private final Sender sender;
  private final Mark mark = new Mark(UUID.randomUUID());
  private final AtomicLong answered = new AtomicLong();
  private final Set<String> answeredVersions = new ConcurrentSkipListSet<>();
  private final Set<String> remarks = new ConcurrentSkipListSet<>();
  private volatile Told told = Told.NOTHING;
  private volatile Requests requests;
  private volatile WarmUp warmUp = WarmUp.NONE;
  private volatile Counted before = Standing.counted(List.of());
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * @param version the version this deployment is said to have
   * @param connection closed with this target
   */
  GrpcTarget(Address address, Settings settings, Optional<String> version, Connection connection) {
    this.address = address;
    this.settings = settings;
    this.version = version;
    this.connection = connection;
    this.requests = requests(settings, told);
    this.sender = new Sender(connection, settings, new Failures(address, settings));
  }

  @Override
  public void expect(List<Case> cases) {
    answeredVersions.clear();
    remarks.clear();
    answered.set(0);
    try {
      connection.renew();
      trouble = Optional.empty();
    } catch (LoadException e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
      told = Told.NOTHING;
      return;
    }
    told = inquiry().ask();
    requests = requests(settings, told);
    warmUp = warmedUp(cases);
    // The warm-up is no part of the replay.
    before =
        answered.getAndSet(0) == 0 ? Standing.counted(told.standing().statistics()) : counted();
    answeredVersions.clear();
    sender.restart();
  }

  private Inquiry inquiry() {
    return new Inquiry(connection, settings, mark);
  }

  private Counted counted() {
    return Standing.counted(inquiry().statistics(told.server()));
  }

  private static Requests requests(Settings settings, Told told) {
    return new Requests(settings.model(), settings.encoding(), told.inputTypes());
  }

  /** What fails here fails again when it is measured. */
  private WarmUp warmedUp(List<Case> cases) {
    List<Long> latencies = new ArrayList<>();
    for (int i = 0; i < settings.warmUps() && !cases.isEmpty(); i++) {
      try {
        Optional<Exchange> exchange = predict(cases.get(i % cases.size())).exchange();
        exchange.ifPresent(e -> latencies.add(e.phases().latencyNanos()));
      } catch (PredictionException e) {
        e.exchange().ifPresent(seen -> latencies.add(seen.phases().latencyNanos()));
      }
    }
    return new WarmUp(latencies);
  }

  @Override
  public Output predict(Case golden) throws PredictionException {
    return predict(golden, settings.nonce(), mark.id(golden.id()));
  }

  private Output predict(Case golden, Nonce nonce, String id) throws PredictionException {
    if (trouble.isPresent()) {
      throw new PredictionException(Reason.OWN_FAULT, "not sent: " + trouble.get());
    }
    Input input = nonce.of(golden.input(), id);
    ModelInferRequest request = requests.of(input, id);
    Answered<byte[]> received = sender.send(input, request, told.server().getName());
    answered.incrementAndGet();
    Mask mask = connection.credentials().mask();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Exchange.REQUEST_ID, id);
    if (received.isResent()) {
      facts.put(Exchange.RESENT, "the connection ended before the answer began");
    }
    try {
      ModelInferResponse answer = Answers.message(mask.read(received.answer()), id);
      facts.putAll(facts(answer));
      Map<String, Tensor> tensors = Answers.tensors(answer);
      tensors.replaceAll((name, tensor) -> mask.tensor(tensor));
      tensors = nonce.of(golden.input(), tensors);
      return new Output(tensors, Map.of(), Optional.of(exchange(received, mask, facts)));
    } catch (PredictionException e) {
      String message = mask.text(String.valueOf(e.getMessage()));
      throw new PredictionException(e.reason(), message, e).with(exchange(received, mask, facts));
    }
  }

  private static Exchange exchange(
      Answered<byte[]> received, Mask mask, Map<String, String> facts) {
    byte[] kept = mask.bytes(received.answer());
    return Exchange.of(received.phases(), Status.Code.OK.value(), kept, facts);
  }

  private Map<String, String> facts(ModelInferResponse answer) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (answer.getModelVersion().isEmpty()) {
      remarks.add("answers name no version of the model");
    } else {
      answeredVersions.add(answer.getModelVersion());
      facts.put(Exchange.VERSION, answer.getModelVersion());
    }
    if (answer.getId().isEmpty()) {
      remarks.add("answers name no request: that one belongs to another would not be noticed");
    }
    if (!answer.getModelName().isEmpty() && !answer.getModelName().equals(settings.model())) {
      String model = Failures.oneLine(answer.getModelName());
      remarks.add("answers name the model \"%s\"".formatted(model));
      facts.put(Exchange.REMARK, "the answer names the model \"%s\"".formatted(model));
    }
    return facts;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The version is the only one that answers named, else the only one of the metadata, else what
   * the suite says.
   */
  @Override
  public ModelIdentity identity() {
    Told now = told;
    Map<String, String> provenance = new LinkedHashMap<>(now.ports());
    provenance.put("protocol", PROTOCOL);
    provenance.put("request.nonce", settings.nonce().word());
    provenance.put("request.encoding", settings.encoding().name().toLowerCase(Locale.ROOT));
    String server = now.server().getName();
    if (!server.isEmpty()) {
      provenance.put("server", (server + " " + now.server().getVersion()).strip());
    }
    return new ModelIdentity(
        settings.model(),
        only(answeredVersions)
            .or(() -> ToldVersions.common(now.standing().versions(settings.model())))
            .or(() -> version)
            .or(() -> answeredVersions.stream().findFirst()),
        Optional.empty(),
        Optional.empty(),
        server.isEmpty() ? PROTOCOL : server,
        now.server().getVersion(),
        Optional.empty(),
        provenance);
  }

  private static Optional<String> only(Set<String> versions) {
    return versions.size() == 1 ? versions.stream().findFirst() : Optional.empty();
  }

  @Override
  public Optional<Health> health() {
    Told now = told;
    Standing after = now.equals(Told.NOTHING) ? Standing.NOTHING : inquiry().standing(now.server());
    Tally tally = new Tally(before, Standing.counted(after.statistics()), answered.get());
    ToldVersions listed =
        new ToldVersions(
            now.standing().versions(settings.model()), after.versions(settings.model()));
    Map<String, Set<String>> versions = listed.current();
    if (!answeredVersions.isEmpty()) {
      versions.put("answer", answeredVersions);
    }
    List<String> all = new ArrayList<>(allRemarks(now));
    all.addAll(listed.remarks());
    tally.remark().ifPresent(all::add);
    now.standing().remarks(settings.model()).forEach(all::add);
    after.remarks(settings.model()).forEach(all::add);
    return Optional.of(
        new Health(
            now.live(),
            now.ready(),
            versions,
            tally.cacheHits(),
            tally.computing(),
            warmUp,
            all.stream().distinct().toList()));
  }

  private List<String> allRemarks(Told now) {
    List<String> all = new ArrayList<>();
    if (settings.verification() == Verification.OFF) {
      all.add(
          "TLS VERIFICATION IS OFF (target.tls.verify): whoever answers at %s is believed"
              .formatted(address));
    }
    if (connection.credentials().mask().hasStruck()) {
      all.add("the server sent a credential of ours back; it was struck out of its answers");
    }
    if (settings.tokens().map(Settings.OAuth::isOpen).orElse(false)) {
      all.add("client credentials are sent unencrypted: target.auth.oauth2.tokenUrl is http://");
    }
    if (address.isOpen() && connection.credentials().areSent()) {
      all.add("credentials are sent unencrypted: the address is grpc://, not grpcs://");
    }
    if (now.isConstant()) {
      all.add("ServerLive and ServerReady of KServe's SDK are constants; ModelReady is not");
    }
    trouble.ifPresent(all::add);
    all.addAll(remarks);
    return all;
  }

  @Override
  public Optional<CacheTest> testCache(Case golden) throws PredictionException {
    return Optional.of(
        CacheTest.of(
            (nonce, id) -> predict(golden, nonce, id).exchange().orElseThrow(),
            () -> mark.id(golden.id()),
            this::counted));
  }

  @Override
  public int concurrency() {
    return settings.concurrency();
  }

  @Override
  public int attempts() {
    return ATTEMPTS;
  }

  @Override
  public void close() {
    connection.close();
  }
}
