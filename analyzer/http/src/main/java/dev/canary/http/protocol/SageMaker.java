package dev.canary.http.protocol;

import dev.canary.http.json.JsonWriter;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contract of a SageMaker inference container: {@code /ping} and {@code /invocations} (AWS,
 * "Use your own inference code with hosting services").
 *
 * <p>The minimum bar of {@code /ping} is a static 200, so that it says little. An endpoint of AWS
 * passes no headers on but the content types and {@code X-Amzn-SageMaker-Custom-Attributes}, which
 * therefore carries the id of a request; {@code path} names the endpoint.
 */
final class SageMaker implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          FreeBody.FORM,
          FreeBody.CONTENT_TYPE,
          Option.of("accept", Option.Kind.TEXT),
          Option.of("path", Option.Kind.TEXT),
          Instances.NAMES,
          OutputForm.OBJECTS,
          Types.OPTION);

  private static final String PING = "ping";
  private static final String CSV = "text/csv";

  private final String path;
  private final String contentType;
  private final String accept;
  private final FreeBody body;
  private final OutputForm form;

  SageMaker(Settings settings) throws LoadException {
    this.path = settings.text("path").orElse("invocations").replaceFirst("^/+", "");
    // Python's decoder, which most containers use, reads bare NaN.
    this.body = FreeBody.of(settings, JsonWriter.NonFinite.TOKENS);
    this.contentType = body.contentType();
    this.accept = settings.text("accept").orElse(isCsv() ? CSV : "application/json");
    this.form = OutputForm.of(settings, OutputForm.Objects.CLASSES);
  }

  private boolean isCsv() {
    return contentType.startsWith(CSV);
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything(PING));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(Probe.status(PING, "a static answer meets the contract"));
  }

  @Override
  public List<Inquiry> inquiries() {
    return List.of();
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    headers.put("Accept", accept);
    headers.put("X-Amzn-SageMaker-Custom-Attributes", "canary=" + id);
    return new WireRequest("POST", path, headers, bytes(input));
  }

  private byte[] bytes(Input input) throws PredictionException {
    if (!isCsv() || body.form() != FreeBody.Form.JSON) {
      return body.request(path, input).body();
    }
    boolean table =
        input.tensors().size() == 1
            && input.nulls().isEmpty()
            && input.tensors().values().iterator().next().shape().length == 2;
    // The algorithms of AWS want rows without a header.
    return Table.of(input, table, List.of()).csv(body.json()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw Refusal.of(answer);
    }
    return FreeAnswer.read(form, answer);
  }
}
