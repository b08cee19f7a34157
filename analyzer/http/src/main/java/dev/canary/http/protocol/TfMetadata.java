package dev.canary.http.protocol;

import dev.canary.http.json.Json;
import dev.canary.http.protocol.Description.Port;
import dev.canary.http.wire.WireAnswer;
import dev.canary.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What TensorFlow Serving tells of a model's signatures (g3doc/api_rest.md, Model Metadata API).
 */
final class TfMetadata {
  private static final Map<String, DType> TYPES =
      Map.ofEntries(
          Map.entry("DT_FLOAT", DType.FP32),
          Map.entry("DT_DOUBLE", DType.FP64),
          Map.entry("DT_HALF", DType.FP16),
          Map.entry("DT_BFLOAT16", DType.BF16),
          Map.entry("DT_INT8", DType.INT8),
          Map.entry("DT_INT16", DType.INT16),
          Map.entry("DT_INT32", DType.INT32),
          Map.entry("DT_INT64", DType.INT64),
          Map.entry("DT_UINT8", DType.UINT8),
          Map.entry("DT_UINT16", DType.UINT16),
          Map.entry("DT_UINT32", DType.UINT32),
          Map.entry("DT_UINT64", DType.UINT64),
          Map.entry("DT_BOOL", DType.BOOL),
          Map.entry("DT_STRING", DType.STRING));

  private TfMetadata() {}

  /** The ports of one signature and the version that tells them; nothing if it cannot be read. */
  static Description read(String signature, WireAnswer answer) {
    Optional<Json> json = Probe.json(answer);
    Optional<Json> signatures =
        json.flatMap(j -> j.member("metadata"))
            .flatMap(j -> j.member("signature_def"))
            .flatMap(j -> j.member("signature_def"));
    if (signatures.isEmpty()) {
      return Description.EMPTY;
    }
    Description told =
        Told.version(
            "metadata.version",
            json.flatMap(j -> j.member("model_spec"))
                .flatMap(j -> j.member("version"))
                .flatMap(Json::spelling));
    Optional<Json> own = signatures.get().member(signature);
    return own.isEmpty()
        ? told.and(
            Told.remark(
                "the model has no signature \"%s\"; it is %s"
                    .formatted(signature, signatures.get().found())))
        : told.and(Told.ports(ports(own.get(), "inputs"), ports(own.get(), "outputs")))
            .and(ofExamples(signature, own.get()));
  }

  /** A signature for tf.Example takes serialised ones; its features stand in no metadata. */
  private static Description ofExamples(String signature, Json own) {
    return own.member("method_name")
        .flatMap(Json::text)
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .filter(word -> word.equals("classify") || word.equals("regress"))
        .map(
            word ->
                Told.remark(
                    "signature \"%s\" is for %s (target.method), of features that no metadata name: name each as an input"
                        .formatted(signature, word)))
        .orElse(Description.EMPTY);
  }

  private static Map<String, Port> ports(Json signature, String which) {
    Map<String, Port> ports = new LinkedHashMap<>();
    if (signature.member(which).orElse(null) instanceof Json.Members members) {
      members.members().forEach((name, port) -> ports.put(name, port(port)));
    }
    return ports;
  }

  private static Port port(Json json) {
    List<Long> shape = new ArrayList<>();
    Optional<Json> dimensions =
        json.member("tensor_shape").flatMap(tensorShape -> tensorShape.member("dim"));
    for (Json dimension : dimensions.map(Json::elements).orElse(List.of())) {
      Optional<String> size = dimension.member("size").flatMap(Json::spelling);
      shape.add(size.filter(s -> s.matches("-?\\d{1,18}")).map(Long::parseLong).orElse(-1L));
    }
    return new Port(
        json.member("dtype").flatMap(Json::text).orElse("DT_INVALID"), List.copyOf(shape));
  }

  /** The types of the ports, as far as tensors have them. */
  static Map<String, DType> types(Map<String, Port> ports) {
    Map<String, DType> types = new LinkedHashMap<>();
    ports.forEach(
        (name, port) ->
            Optional.ofNullable(TYPES.get(port.datatype())).ifPresent(t -> types.put(name, t)));
    return types;
  }
}
