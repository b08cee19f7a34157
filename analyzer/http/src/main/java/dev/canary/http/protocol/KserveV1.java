package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.JsonWriter;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.Sign;
import java.util.List;
import java.util.Optional;

/**
 * KServe's first protocol: {@code v1/models/{m}:predict} with rows in {@code instances}, answers in
 * {@code predictions} (kserve docs/predict-api/v1;
 * python/kserve/kserve/protocol/rest/v1_endpoints).
 *
 * <p>It tells no version and knows no readiness of the server, only of a model. Behind it may be
 * TensorFlow Serving, which answers the question for a model with the states of its versions, or
 * TorchServe's wrapper.
 */
final class KserveV1 implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          Option.word("instances", List.of("row", "batch")),
          Instances.NAMES,
          OutputForm.OBJECTS,
          Types.OPTION);

  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final String path;
  private final String model;
  private final Instances instances;
  private final OutputForm form;

  KserveV1(Settings settings) throws LoadException {
    this.model = settings.model();
    this.path = "v1/models/" + Probe.segment(model);
    // The Python server reads requests with orjson, which refuses NaN.
    this.instances = Instances.of(settings, JsonWriter.NonFinite.REFUSED);
    this.form = OutputForm.of(settings, OutputForm.Objects.CLASSES);
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.anything("v1/models"));
  }

  @Override
  public Optional<Question> ready() {
    return Optional.of(TfStatus.question(path, this::ready));
  }

  private Sign ready(WireAnswer answer) {
    Sign sign = Probe.status(path, answer);
    return isNoEndpoint(answer) ? Sign.nothing(sign.reason()) : sign;
  }

  /**
   * Servers that only take predictions: TorchServe, whose own paths these are not, and whatever is
   * written with FastAPI. An unknown model is a 404 as well, and KServe then names it.
   */
  private static boolean isNoEndpoint(WireAnswer answer) {
    Optional<Json> json = Probe.parsed(answer);
    Optional<String> type = json.flatMap(j -> j.member("type")).flatMap(Json::text);
    Optional<String> detail = json.flatMap(j -> j.member("detail")).flatMap(Json::text);
    return answer.status() == METHOD_NOT_ALLOWED
        || (answer.status() == NOT_FOUND
            && (type.filter("ResourceNotFoundException"::equals).isPresent()
                || detail.filter("Not Found"::equals).isPresent()));
  }

  @Override
  public List<Inquiry> inquiries() {
    return List.of(
        new Inquiry(WireRequest.get("v1/models"), this::models),
        new Inquiry(
            WireRequest.get(path),
            answer -> TfStatus.of(answer).map(TfStatus::description).orElse(Description.EMPTY)));
  }

  private Description models(WireAnswer answer) {
    List<String> names =
        Probe.json(answer).flatMap(json -> json.member("models")).stream()
            .flatMap(list -> list.elements().stream())
            .flatMap(name -> name.text().stream())
            .toList();
    Description told = Told.models(names);
    return names.isEmpty() || names.contains(model)
        ? told
        : told.and(Told.remark("the server lists no model \"%s\"".formatted(model)));
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    return WireRequest.json(
        path + ":predict",
        JsonWriter.bytes(
            json -> {
              json.writeStartObject();
              json.writeFieldName("instances");
              instances.write(json, input);
              json.writeEndObject();
            }));
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw Refusal.of(answer);
    }
    Json predictions = Refusal.member(JsonReader.read(answer.body()), "predictions");
    Outputs outputs = new Outputs(form, "predictions");
    Refusal.count(outputs, instances.rows(input).size(), predictions);
    return outputs.add(predictions).reply();
  }
}
