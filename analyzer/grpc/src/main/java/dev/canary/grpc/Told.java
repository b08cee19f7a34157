package dev.canary.grpc;

import dev.canary.target.Sign;
import dev.canary.target.Sign.Says;
import dev.canary.tensor.DType;
import dev.canary.tensor.OpenInference;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ServerMetadataResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server told of itself and of one model before a replay; metadata that it did not tell is
 * empty.
 *
 * @param serverLive the endpoint of the protocol
 * @param serverReady likewise; says nothing certain of a model
 * @param modelReady likewise
 * @param check grpc.health.v1, which Triton answers by its readiness, others by their liveness
 * @param standing what may change during the replay
 */
record Told(
    Said serverLive,
    Said serverReady,
    Said modelReady,
    Said check,
    ServerMetadataResponse server,
    Standing standing) {
  private static final String KSERVE = "kserve";

  /** Nothing was asked yet. */
  static final Told NOTHING =
      new Told(
          new Said(Says.NOTHING, "ServerLive: not asked"),
          new Said(Says.NOTHING, "ServerReady: not asked"),
          new Said(Says.NOTHING, "ModelReady: not asked"),
          new Said(Says.NOTHING, "Health/Check: not asked"),
          ServerMetadataResponse.getDefaultInstance(),
          Standing.NOTHING);

  /** Whether the process answers. */
  Sign live() {
    String reason = String.join("; ", serverLive.text(), check.text());
    if (isConstant() && serverLive.says() == Says.YES) {
      return Sign.nothing(reason + "; KServe's SDK always says yes");
    }
    return new Sign(serverLive.says() == Says.NOTHING ? check.says() : serverLive.says(), reason);
  }

  /** Whether the model is ready, by both who may know: a no of one is a no. */
  Sign ready() {
    String reason = String.join("; ", modelReady.text(), check.text(), serverReady.text());
    List<Says> both = List.of(modelReady.says(), check.says());
    if (both.contains(Says.NO)) {
      return Sign.no(reason);
    }
    return both.contains(Says.YES) ? Sign.yes(reason) : Sign.nothing(reason);
  }

  /** KServe's SDK: live() and ready() are constants (kserve/protocol/dataplane.py). */
  boolean isConstant() {
    return server.getName().equals(KSERVE);
  }

  /** The types of the model's inputs by name, those of the protocol's words. */
  Map<String, DType> inputTypes() {
    Map<String, DType> types = new LinkedHashMap<>();
    for (TensorMetadata input : standing.metadata().getInputsList()) {
      OpenInference.type(input.getDatatype()).ifPresent(type -> types.put(input.getName(), type));
    }
    return types;
  }

  /** What the model takes and gives, by provenance key: {@code FP32[-1, 4]}. */
  Map<String, String> ports() {
    Map<String, String> ports = new LinkedHashMap<>();
    standing
        .metadata()
        .getInputsList()
        .forEach(port -> ports.put("interface.input." + port.getName(), of(port)));
    standing
        .metadata()
        .getOutputsList()
        .forEach(port -> ports.put("interface.output." + port.getName(), of(port)));
    return ports;
  }

  private static String of(TensorMetadata port) {
    return port.getDatatype() + port.getShapeList();
  }
}
