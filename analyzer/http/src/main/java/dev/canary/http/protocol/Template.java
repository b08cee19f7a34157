package dev.canary.http.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.canary.http.json.Json;
import dev.canary.http.json.JsonCopy;
import dev.canary.http.json.JsonWriter;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.ByteTexts;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON with places for the input of a case: {@code "${input.NAME}"} alone becomes the tensor,
 * nested as its shape says, {@code "${input}"} an object of all, {@code "${id}"} the id of the
 * request; inside a longer text a single value is spelled out.
 */
record Template(Json json) {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(id|input|input\\.([^}]+))}");

  private static final Instances WRITER =
      new Instances(
          Optional.empty(), Instances.Names.KEEP, new JsonWriter(JsonWriter.NonFinite.TOKENS));

  /**
   * The bytes for a case.
   *
   * @throws PredictionException BAD_INPUT if the template names an input that the case does not
   *     have, or spells out one that is no single value
   */
  byte[] fill(Input input, String id) throws PredictionException {
    return JsonWriter.bytes(
        out -> JsonCopy.write(out, json, (to, text) -> text(to, text, input, id)));
  }

  /** True if the id of the request stands somewhere in it. */
  boolean holdsId() {
    return holdsId(json);
  }

  private static boolean holdsId(Json at) {
    boolean below =
        at instanceof Json.Members members
            ? members.members().values().stream().anyMatch(Template::holdsId)
            : at.elements().stream().anyMatch(Template::holdsId);
    return below || at.text().filter(text -> text.contains("${id}")).isPresent();
  }

  private static void text(JsonGenerator json, String text, Input input, String id)
      throws IOException, PredictionException {
    Matcher place = PLACE.matcher(text);
    if (!place.matches()) {
      json.writeString(spelled(text, input, id));
    } else if (place.group(1).equals("id")) {
      json.writeString(id);
    } else if (place.group(1).equals("input")) {
      WRITER.object(json, input.tensors(), input.nulls());
    } else if (input.nulls().contains(place.group(2))) {
      json.writeNull();
    } else {
      WRITER.value(json, place.group(2), tensor(place.group(2), input));
    }
  }

  private static String spelled(String text, Input input, String id) throws PredictionException {
    Matcher place = PLACE.matcher(text);
    StringBuilder spelled = new StringBuilder();
    while (place.find()) {
      String value =
          place.group(1).equals("id") ? id : single(Optional.ofNullable(place.group(2)), input);
      place.appendReplacement(spelled, Matcher.quoteReplacement(value));
    }
    return place.appendTail(spelled).toString();
  }

  private static String single(Optional<String> name, Input input) throws PredictionException {
    if (name.isEmpty()) {
      throw bad("${input} stands inside a text; only single values can");
    }
    Tensor tensor = tensor(name.get(), input);
    if (tensor.size() != 1) {
      throw bad(
          "${input.%s} stands inside a text and is %s; only single values can"
              .formatted(name.get(), tensor));
    }
    String label = tensor.labelAt(0);
    return tensor.dtype() == DType.STRING ? ByteTexts.text(label).orElse(label) : label;
  }

  private static Tensor tensor(String name, Input input) throws PredictionException {
    return Optional.ofNullable(input.tensors().get(name))
        .orElseThrow(
            () ->
                bad(
                    "the template names ${input.%s}; the case has %s"
                        .formatted(name, String.join(", ", input.tensors().keySet()))));
  }

  private static PredictionException bad(String message) {
    return new PredictionException(Reason.BAD_INPUT, message);
  }
}
