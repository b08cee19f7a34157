package dev.canary.target;

import dev.canary.tensor.Digest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * One request and its answer over the wire, kept as evidence of what a server really sent.
 *
 * @param phases where the time went
 * @param status the protocol's own status, for example 200 of HTTP or 0 of gRPC; empty without an
 *     answer
 * @param answer the answer's first bytes as they came, at most {@value #KEPT}
 * @param answerBytes how many there were in all
 * @param digest SHA-256 over all of them, as {@code sha256:<hex>}
 * @param facts what else the answer told, by key: the keys are constants of this record
 */
@SuppressWarnings("ArrayRecordComponent") // Copied, and compared by content.
public record Exchange(
    Phases phases,
    OptionalInt status,
    byte[] answer,
    long answerBytes,
    String digest,
    Map<String, String> facts) {
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

  public Exchange {
    answer = answer.clone();
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /** The exchange of an answer that came whole. */
  public static Exchange of(Phases phases, int status, byte[] answer, Map<String, String> facts) {
    return new Exchange(
        phases,
        OptionalInt.of(status),
        answer.length > KEPT ? Arrays.copyOf(answer, KEPT) : answer,
        answer.length,
        Digest.of(answer),
        facts);
  }

  @Override
  public byte[] answer() {
    return answer.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Exchange that
        && phases.equals(that.phases)
        && status.equals(that.status)
        && Arrays.equals(answer, that.answer)
        && answerBytes == that.answerBytes
        && digest.equals(that.digest)
        && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** Status, size and digest; never the answer itself, which may be private. */
  @Override
  public String toString() {
    return "status %s, %d bytes, %s"
        .formatted(
            status.isPresent() ? String.valueOf(status.getAsInt()) : "none", answerBytes, digest);
  }
}
