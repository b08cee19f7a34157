package dev.canary.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.check.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an Alertmanager is told: the body of {@code POST /api/v2/alerts}, as its {@code
 * openapi.yaml} (0.25 and later) has it.
 *
 * <p>Alertmanager knows an alert by its labels, so they hold nothing that changes while it is open:
 * no values, no times, no runs. The severity is one of them, since routes go by it.
 */
public final class AlertmanagerJson {
  private static final String NAME = "CanaryAlert";

  private AlertmanagerJson() {}

  /**
   * An alert as it stands.
   *
   * @param severity of it now
   * @param alert what is known of it
   * @param endsAt when it was resolved, or when it is to be taken as resolved if nothing more is
   *     heard
   */
  public record Standing(Severity severity, AlertSummary alert, Instant endsAt) {}

  /** The alerts, on one line. */
  public static String of(List<Standing> standing) {
    return RunJson.text(
        json -> {
          json.writeStartArray();
          for (Standing each : standing) {
            write(json, each);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Standing standing) throws IOException {
    AlertSummary alert = standing.alert();
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    json.writeStringField("alertname", NAME);
    json.writeStringField("severity", severity(standing.severity()));
    json.writeStringField("suite", alert.suite());
    json.writeStringField("watch", alert.watch());
    write(json, "replica", alert.replica());
    write(json, "region", alert.region());
    json.writeEndObject();
    json.writeObjectFieldStart("annotations");
    json.writeStringField("summary", "%s: %s".formatted(alert.watch(), alert.reason()));
    write(json, "changes", alert.changes());
    write(json, "fallback", alert.fallback());
    json.writeStringField("causes", String.join(", ", alert.causes()));
    json.writeStringField("explain", alert.explain());
    json.writeEndObject();
    json.writeStringField("startsAt", alert.since());
    json.writeStringField("endsAt", standing.endsAt().toString());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  /** As the rules of Prometheus name them. */
  private static String severity(Severity severity) {
    return switch (severity) {
      case INFO -> "info";
      case WARN -> "warning";
      case CRITICAL -> "critical";
    };
  }
}
