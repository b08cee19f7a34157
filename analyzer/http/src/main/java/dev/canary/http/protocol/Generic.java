package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonLeaves;
import dev.canary.http.json.JsonReader;
import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.Exchange;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any server that takes and answers JSON: a template words its requests, JSON Pointers find the
 * outputs in its answers.
 */
final class Generic implements Protocol {
  static final List<Option> OPTIONS =
      List.of(
          Option.of("request", Option.Kind.JSON),
          Option.word("method", List.of("POST", "PUT")),
          Option.of("path", Option.Kind.TEXT),
          Option.of("headers", Option.Kind.JSON),
          Option.of("outputs", Option.Kind.JSON),
          Option.of("ready", Option.Kind.JSON),
          Option.of("versionAt", Option.Kind.TEXT),
          Option.of("idAt", Option.Kind.TEXT),
          OutputForm.OBJECTS,
          Types.OPTION);

  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final Template template;
  private final Map<String, Pointer> places;
  private final Optional<Readiness> ready;
  private final Optional<Pointer> version;
  private final Optional<Pointer> echo;
  private final OutputForm form;

  Generic(Settings settings) throws LoadException {
    this.method = settings.word("method", List.of("POST", "PUT")).orElse("POST");
    this.path = settings.text("path").orElse("").replaceFirst("^/+", "");
    this.headers = headers(settings);
    Optional<Json> request = settings.json("request");
    this.template =
        new Template(
            request.orElseThrow(
                () ->
                    new LoadException(
                        "target.request is missing: the JSON that generic sends, with ${input} or"
                            + " ${input.NAME} in it")));
    Map<String, Json> outputs = outputs(settings);
    this.places = places(outputs);
    this.form = OutputForm.of(settings, OutputForm.Objects.CLASSES).or(types(outputs));
    this.ready = Readiness.of(settings);
    this.version = pointer(settings, "versionAt");
    this.echo = pointer(settings, "idAt");
    if (echo.isPresent() && !template.holdsId()) {
      throw new LoadException(
          "target.idAt needs ${id} in target.request, for the server to answer");
    }
  }

  private static Optional<Pointer> pointer(Settings settings, String key) throws LoadException {
    Optional<String> at = settings.text(key);
    return at.isPresent() ? Optional.of(Pointer.of(key, at.get())) : Optional.empty();
  }

  private static Map<String, String> headers(Settings settings) throws LoadException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    Optional<Json> option = settings.json("headers");
    if (option.isPresent() && option.get() instanceof Json.Members members) {
      members.members().forEach((name, v) -> headers.put(name, v.spelling().orElse("")));
    } else if (option.isPresent()) {
      throw new LoadException("target.headers must be a map of names to texts");
    }
    return headers;
  }

  private static Map<String, Json> outputs(Settings settings) throws LoadException {
    Optional<Json> option = settings.json("outputs");
    if (option.isEmpty()) {
      return Map.of();
    }
    if (option.get() instanceof Json.Members members) {
      return members.members();
    }
    throw new LoadException(
        "target.outputs must be a map of output names to JSON Pointers, or to {pointer, dtype}");
  }

  private static Map<String, Pointer> places(Map<String, Json> outputs) throws LoadException {
    Map<String, Pointer> places = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : outputs.entrySet()) {
      String key = "outputs." + entry.getKey();
      Optional<String> text =
          entry.getValue().text().or(() -> entry.getValue().member("pointer").flatMap(Json::text));
      places.put(entry.getKey(), Pointer.of(key, text.orElse("not a pointer")));
    }
    return places;
  }

  private static Map<String, DType> types(Map<String, Json> outputs) throws LoadException {
    Map<String, DType> types = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : outputs.entrySet()) {
      Optional<Json> type = entry.getValue().member("dtype");
      if (type.isPresent()) {
        types.put(entry.getKey(), Types.type("outputs." + entry.getKey(), type.get()));
      }
    }
    return types;
  }

  @Override
  public Optional<Question> live() {
    return ready.map(r -> Probe.anything(r.path()));
  }

  @Override
  public Optional<Question> ready() {
    return ready.map(Readiness::question);
  }

  @Override
  public List<Inquiry> inquiries() {
    return List.of();
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    return new WireRequest(method, path, headers, template.fill(input, id));
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw Refusal.of(answer);
    }
    if (places.isEmpty() && version.isEmpty() && echo.isEmpty()) {
      return FreeAnswer.read(form, answer);
    }
    Outputs outputs = new Outputs(form, FreeAnswer.NAME);
    Json json = JsonReader.read(answer.body());
    if (echo.isPresent()) {
      Json echoed = at(echo.get(), json);
      Refusal.otherRequest(id, echoed.spelling().or(() -> Optional.of(echoed.found())));
    }
    outputs.fact(Exchange.VERSION, version.flatMap(v -> v.in(json)).flatMap(Json::spelling));
    if (places.isEmpty()) {
      return outputs.add(json).reply();
    }
    for (Map.Entry<String, Pointer> place : places.entrySet()) {
      outputs.add(place.getKey(), at(place.getValue(), json));
    }
    return outputs.reply();
  }

  private static Json at(Pointer place, Json json) throws PredictionException {
    Optional<Json> found = place.in(json);
    if (found.isEmpty()) {
      Optional<String> error = ErrorText.of(json).map(text -> "; it says " + Quote.line(text));
      throw new PredictionException(
          Reason.BAD_ANSWER,
          "the answer is %s and has nothing at %s%s"
              .formatted(json.found(), place, error.orElse("")));
    }
    if (found.get() instanceof Json.Scalar scalar && scalar.kind() == JsonLeaves.Kind.NULL) {
      throw new PredictionException(Reason.EMPTY, "null at " + place);
    }
    return found.get();
  }
}
