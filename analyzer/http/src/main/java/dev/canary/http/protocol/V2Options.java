package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.Option.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a suite wants the Open Inference Protocol spoken.
 *
 * @param encoding of tensors, in requests and answers
 * @param layout of the elements in JSON
 * @param version of the model to ask; the server's choice if empty
 * @param outputs to ask for; the server's choice if empty
 * @param parameters of every request, each a text, a number or a flag: MLServer's {@code
 *     content_type} is one
 * @param inputParameters of single inputs, by their name
 */
record V2Options(
    Encoding encoding,
    Layout layout,
    Optional<String> version,
    List<String> outputs,
    Map<String, Json> parameters,
    Map<String, Map<String, Json>> inputParameters) {
  private static final String ENCODING = "encoding";
  private static final String LAYOUT = "layout";
  private static final String VERSION = "modelVersion";
  private static final String OUTPUTS = "outputs";
  private static final String PARAMETERS = "parameters";
  private static final String INPUT_PARAMETERS = "inputParameters";

  /** How tensors travel. */
  enum Encoding {
    /** Binary where the server lists the extension, else JSON. */
    AUTO,
    JSON,
    BINARY
  }

  /** How the elements of a tensor stand in JSON. */
  enum Layout {
    /** One list; DJL Serving and MLServer take no other. */
    FLAT,
    /** Lists in lists; handlers of TorchServe that ignore the shape need it. */
    NESTED
  }

  V2Options {
    outputs = List.copyOf(outputs);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    inputParameters = Map.copyOf(inputParameters);
  }

  /** What suite.yaml may set. */
  static List<Option> options() {
    return List.of(
        Option.word(ENCODING, words(Encoding.values())),
        Option.word(LAYOUT, words(Layout.values())),
        Option.of(VERSION, Kind.TEXT),
        Option.of(OUTPUTS, Kind.JSON),
        Option.of(PARAMETERS, Kind.JSON),
        Option.of(INPUT_PARAMETERS, Kind.JSON));
  }

  /**
   * What a suite set.
   *
   * @throws LoadException naming the option that makes no sense
   */
  static V2Options of(Settings settings) throws LoadException {
    Map<String, Map<String, Json>> ofInputs = new LinkedHashMap<>();
    for (Map.Entry<String, Json> input : members(settings, INPUT_PARAMETERS).entrySet()) {
      String key = INPUT_PARAMETERS + "." + input.getKey();
      ofInputs.put(input.getKey(), scalars(key, members(key, input.getValue())));
    }
    return new V2Options(
        settings
            .word(ENCODING, words(Encoding.values()))
            .map(word -> Encoding.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Encoding.AUTO),
        settings
            .word(LAYOUT, words(Layout.values()))
            .map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Layout.FLAT),
        settings.text(VERSION),
        outputs(settings),
        scalars(PARAMETERS, members(settings, PARAMETERS)),
        ofInputs);
  }

  private static List<String> outputs(Settings settings) throws LoadException {
    List<String> names = new ArrayList<>();
    Optional<Json> option = settings.json(OUTPUTS);
    for (Json name : option.map(Json::elements).orElse(List.of())) {
      name.text().ifPresent(names::add);
    }
    if (option.isPresent() && (names.isEmpty() || names.size() < option.get().elements().size())) {
      throw new LoadException(
          "target.outputs is %s; allowed: a list of names".formatted(option.get().found()));
    }
    return names;
  }

  private static List<String> words(Enum<?>... values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static Map<String, Json> members(Settings settings, String key) throws LoadException {
    Optional<Json> value = settings.json(key);
    return value.isPresent() ? members(key, value.get()) : Map.of();
  }

  private static Map<String, Json> members(String key, Json value) throws LoadException {
    if (value instanceof Json.Members object) {
      return object.members();
    }
    throw new LoadException("target.%s is %s; allowed: an object".formatted(key, value.found()));
  }

  private static Map<String, Json> scalars(String key, Map<String, Json> values)
      throws LoadException {
    for (Map.Entry<String, Json> value : values.entrySet()) {
      if (value.getValue().spelling().isEmpty()) {
        throw new LoadException(
            "target.%s.%s is %s; allowed: a text, a number, true, false"
                .formatted(key, value.getKey(), value.getValue().found()));
      }
    }
    return values;
  }
}
