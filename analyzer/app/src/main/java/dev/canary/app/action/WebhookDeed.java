package dev.canary.app.action;

import dev.canary.event.OutgoingEvent;
import dev.canary.format.Events;
import dev.canary.store.StoredTransition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Posts the event of a transition: the same JSON that the topic of alerts has, a CloudEvent in
 * binary mode with the same id (HTTP binding 1.0.2, section 3.1), signed.
 */
final class WebhookDeed implements Deed {
  private final Receiver receiver;
  private final Signature signature;
  private final Clock clock;

  WebhookDeed(Receiver receiver, Signature signature, Clock clock) {
    this.receiver = receiver;
    this.signature = signature;
    this.clock = clock;
  }

  @Override
  public Optional<String> about(StoredTransition transition) {
    OutgoingEvent event =
        Events.alert(
            transition.id(),
            transition.watch(),
            transition.alert(),
            transition.at(),
            transition.summary());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", escaped(event.id()));
    headers.put("ce-source", escaped(event.source()));
    headers.put("ce-type", event.type());
    headers.put("ce-subject", escaped(event.subject()));
    headers.put("ce-time", event.time().toString());
    String body = transition.summary();
    headers.putAll(signature.headers(Signature.id(transition.id()), clock.instant(), body));
    return receiver.post("", headers, body);
  }

  /** The binding percent-encodes what is not printable ASCII, and the percent sign. */
  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7f && each != '%' && each != '"') {
        text.append((char) each);
      } else {
        text.append("%%%02X".formatted(each & 0xff));
      }
    }
    return text.toString();
  }

  @Override
  public Duration patience() {
    return Duration.ofDays(1);
  }

  @Override
  public void close() {
    receiver.close();
  }
}
