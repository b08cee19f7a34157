package dev.canary.http.command;

import dev.canary.http.json.TensorLines;
import dev.canary.suite.Case;
import dev.canary.suite.Reset;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.LocalPlatform;
import dev.canary.target.ModelIdentity;
import dev.canary.target.Output;
import dev.canary.target.Phases;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Target;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model in a child process that answers one line of JSON for each that it reads.
 *
 * <p>A child that ends, or does not answer in time, is an observation and is started again, once in
 * a replay. However a replay ends, the child and all that it started end with this target.
 */
final class CommandTarget implements Target {
  private static final int RESTARTS = 1;

  private final Command command;
  private final Set<String> abandoned = new HashSet<>();
  private final Set<String> versions = new TreeSet<>();
  private Map<String, String> hello = Map.of();
  private Optional<Child> child = Optional.empty();
  private int restarts;
  private String lastEnd = "";
  private long requests;

  /**
   * Starts the process.
   *
   * @throws LoadException if it cannot be started
   */
  CommandTarget(Command command) throws LoadException {
    this.command = command;
    try {
      start();
    } catch (IOException e) {
      throw new LoadException("%s cannot be started: %s".formatted(words(), e.getMessage()), e);
    }
  }

  private String words() {
    return String.join(" ", command.words());
  }

  private void start() throws IOException {
    child = Optional.of(Child.start(command.words(), command.folder(), command.maxLine()));
    abandoned.clear();
  }

  @Override
  public synchronized void expect(List<Case> cases) {
    restarts = 0;
    versions.clear();
  }

  @Override
  public synchronized void reset() throws PredictionException {
    if (command.reset() instanceof Reset.Reload) {
      end();
      try {
        start();
      } catch (IOException e) {
        throw new PredictionException(Reason.LOAD_FAILED, words() + ": " + e.getMessage(), e);
      }
    }
  }

  @Override
  public synchronized Output predict(Case golden) throws PredictionException {
    Child running = running();
    String id = "%d-%s".formatted(++requests, golden.id());
    byte[] line = TensorLines.request(id, golden.input());
    long begun = System.nanoTime();
    running.send(line);
    byte[] raw = {};
    try {
      while (true) {
        raw = line(running, begun);
        TensorLines.Line answer = TensorLines.read(raw);
        if (answer.hello().isPresent()) {
          hello = answer.hello().get();
        } else if (!isOld(answer, id)) {
          running.noteDescendants();
          return output(answer, exchange(raw, begun, id, answer.version()));
        }
      }
    } catch (PredictionException e) {
      abandoned.add(id);
      throw raw.length == 0 ? e : e.with(exchange(raw, begun, id, Optional.empty()));
    }
  }

  /** The child, started again if it may be. */
  private Child running() throws PredictionException {
    if (child.isPresent()) {
      return child.get();
    }
    if (restarts >= RESTARTS) {
      throw new PredictionException(
          Reason.MODEL_ERROR, "not sent: the process was started again already and " + lastEnd);
    }
    restarts++;
    try {
      start();
    } catch (IOException e) {
      throw new PredictionException(Reason.MODEL_ERROR, words() + ": " + e.getMessage(), e);
    }
    return child.orElseThrow();
  }

  /** The next line. */
  private byte[] line(Child running, long begun) throws PredictionException {
    long left = command.timeout().toNanos() - (System.nanoTime() - begun);
    Optional<Child.Event> event;
    try {
      event = running.next(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ended(Reason.TIMED_OUT, "interrupted");
    }
    if (event.isEmpty()) {
      String why = "no answer within %d ms".formatted(command.timeout().toMillis());
      throw ended(Reason.TIMED_OUT, why);
    }
    if (event.get() instanceof Child.Event.Line line) {
      return line.bytes();
    }
    if (event.get() instanceof Child.Event.TooLong) {
      String why = "a line is longer than the %d bytes allowed".formatted(command.maxLine());
      throw ended(Reason.BAD_ANSWER, why);
    }
    throw ended(Reason.MODEL_ERROR, "the process " + running.end());
  }

  private PredictionException ended(Reason reason, String why) {
    end();
    lastEnd = why;
    return new PredictionException(reason, why);
  }

  /** True if a line answers a request that was abandoned up before. */
  private boolean isOld(TensorLines.Line answer, String id) throws PredictionException {
    String answered = answer.id().orElse("");
    if (answered.equals(id)) {
      return false;
    }
    if (abandoned.remove(answered)) {
      return true;
    }
    throw new PredictionException(
        Reason.UNREACHABLE,
        "an answer to request id \"%s\", asked was \"%s\"".formatted(shortened(answered), id));
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private Output output(TensorLines.Line answer, Exchange exchange) throws PredictionException {
    if (answer.error().isPresent()) {
      throw new PredictionException(Reason.MODEL_ERROR, answer.error().get());
    }
    answer.version().ifPresent(versions::add);
    return new Output(answer.outputs(), Map.of(), Optional.of(exchange));
  }

  private static Exchange exchange(byte[] raw, long begun, String id, Optional<String> version) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(Exchange.REQUEST_ID, id);
    version.ifPresent(text -> facts.put(Exchange.VERSION, text));
    return new Exchange(
        Phases.ofTotal(System.nanoTime() - begun),
        OptionalInt.empty(),
        raw.length > Exchange.KEPT ? Arrays.copyOf(raw, Exchange.KEPT) : raw,
        raw.length,
        Digest.of(raw),
        facts);
  }

  @Override
  public synchronized ModelIdentity identity() {
    Optional<String> answered =
        versions.size() == 1 ? versions.stream().findFirst() : Optional.empty();
    return new ModelIdentity(
        hello.getOrDefault("name", String.valueOf(command.model().getFileName())),
        answered.or(() -> Optional.ofNullable(hello.get("version"))).or(command::version),
        Optional.of(command.artifactDigest()),
        Optional.empty(),
        "command",
        "",
        Optional.of(LocalPlatform.of("process of its own")),
        Map.of());
  }

  private void end() {
    child.ifPresent(Child::close);
    child = Optional.empty();
  }

  @Override
  public synchronized void close() {
    end();
  }
}
