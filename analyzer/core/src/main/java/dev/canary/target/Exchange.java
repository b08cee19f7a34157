package dev.canary.target;

import dev.canary.tensor.Digest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over the wire, kept as evidence of what a server really sent.
 * Immutable.
 *
 * <p>The digest of a short answer is computed when somebody asks for it, not while the next case
 * waits.
 */
public final class Exchange {
  /** The most bytes of an answer that are kept. */
  public static final int KEPT = 1 << 16;

  /** Fact: the version of the model that this answer names. */
  public static final String VERSION = "version";

  /** Fact: the answer says of itself that it comes from a cache; the value says how. */
  public static final String CACHED = "cached";

  /** Fact: the request was sent a second time, since a pooled connection had died; says how. */
  public static final String RESENT = "resent";

  /** Fact: the id that the request carried, by which a log of the server finds it. */
  public static final String REQUEST_ID = "requestId";

  /** Fact: something about the answer that a reader should know, for example nulls for NaN. */
  public static final String REMARK = "remark";

  /**
   * Fact: an output holds the numbers of the best few of many, another their names, for example
   * {@code top_logprobs by top_tokens}.
   */
  public static final String BEST = "best";

  private final Phases phases;
  private final OptionalInt status;
  private final byte[] answer;
  private final long answerBytes;
  private final Map<String, String> facts;

  /** Null until it is asked for; two threads that ask compute the same. */
  private volatile @Nullable String digest;

  /**
   * An exchange of which more was received than is kept, or that was stored.
   *
   * @param phases where the time went
   * @param status the protocol's own status, for example 200 of HTTP or 0 of gRPC; empty without an
   *     answer
   * @param answer the answer's first bytes as they came, at most {@value #KEPT}
   * @param answerBytes how many there were in all
   * @param digest SHA-256 over all of them, as {@code sha256:<hex>}
   * @param facts what else the answer told, by key: the keys are constants of this class
   */
  public Exchange(
      Phases phases,
      OptionalInt status,
      byte[] answer,
      long answerBytes,
      String digest,
      Map<String, String> facts) {
    this(phases, status, answer.clone(), answerBytes, Map.copyOf(facts));
    this.digest = digest;
  }

  private Exchange(
      Phases phases,
      OptionalInt status,
      byte[] answer,
      long answerBytes,
      Map<String, String> facts) {
    this.phases = phases;
    this.status = status;
    this.answer = answer;
    this.answerBytes = answerBytes;
    this.facts = facts;
  }

  /**
   * The exchange of an answer that came whole.
   *
   * @param answer taken over, not copied
   * @param facts taken over, not copied
   */
  public static Exchange of(Phases phases, int status, byte[] answer, Map<String, String> facts) {
    OptionalInt answered = OptionalInt.of(status);
    if (answer.length <= KEPT) {
      Map<String, String> own = Collections.unmodifiableMap(facts);
      return new Exchange(phases, answered, answer, answer.length, own);
    }
    byte[] kept = Arrays.copyOf(answer, KEPT);
    return new Exchange(phases, answered, kept, answer.length, Digest.of(answer), facts);
  }

  /** Where the time went. */
  public Phases phases() {
    return phases;
  }

  /** The protocol's own status; empty without an answer. */
  public OptionalInt status() {
    return status;
  }

  /** A copy of the answer's first bytes. */
  public byte[] answer() {
    return answer.clone();
  }

  /** How many bytes there were in all. */
  public long answerBytes() {
    return answerBytes;
  }

  /** SHA-256 over all of them, as {@code sha256:<hex>}. */
  public String digest() {
    String known = digest;
    if (known == null) {
      known = Digest.of(answer);
      digest = known;
    }
    return known;
  }

  /** What else the answer told, by key. */
  public Map<String, String> facts() {
    return facts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Exchange that
        && phases.equals(that.phases)
        && status.equals(that.status)
        && Arrays.equals(answer, that.answer)
        && answerBytes == that.answerBytes
        && digest().equals(that.digest())
        && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(answer) + facts.hashCode();
  }

  /** Status, size and digest; never the answer itself, which may be private. */
  @Override
  public String toString() {
    return "status %s, %d bytes, %s"
        .formatted(
            status.isPresent() ? String.valueOf(status.getAsInt()) : "none", answerBytes, digest());
  }
}
