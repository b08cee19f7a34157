package dev.canary.http.protocol;

import dev.canary.http.json.Spelled;
import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.suite.Input;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.PredictionException;
import dev.canary.target.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Open Inference Protocol, version 2, over REST, as Triton, KServe, MLServer, OpenVINO Model
 * Server, TorchServe and DJL Serving speak it.
 *
 * <p>Tensors travel in binary where the server lists the extension for it, which keeps every bit;
 * else in JSON, which keeps every finite number. Ready is asked of the model, not of the server:
 * KServe's server answers the same whatever happens, MLServer's is ready without models. Sources:
 * inference_rest.md of kserve/open-inference-protocol, Triton's extensions binary_data, statistics
 * and model_repository.
 */
public final class OpenInferenceV2 implements Protocol {
  /** What suite.yaml may set. */
  static final List<Option> OPTIONS = V2Options.options();

  private static final int NOT_IMPLEMENTED = 501;

  private final String model;
  private final V2Options options;
  private final Description told;
  private final Spelled spelled;
  private final V2Request requests;
  private final String infer;
  private final boolean isBinary;

  /**
   * A model on a server of which nothing is known yet.
   *
   * @throws LoadException naming the option that makes no sense
   */
  OpenInferenceV2(Settings settings) throws LoadException {
    this(settings.model(), V2Options.of(settings), Description.EMPTY, new Spelled());
  }

  private OpenInferenceV2(String model, V2Options options, Description told, Spelled spelled) {
    this.model = model;
    this.options = options;
    this.told = told;
    this.spelled = spelled;
    this.requests = new V2Request(options, told.inputs(), outputs(), spelled);
    this.infer = path() + version() + "/infer";
    this.isBinary = isBinary();
  }

  @Override
  public Optional<Question> live() {
    return Optional.of(Probe.status("v2/health/live"));
  }

  @Override
  public Optional<Question> ready() {
    String path = versioned() + "/ready";
    return Optional.of(
        new Question(
            WireRequest.get(path),
            answer ->
                answer.status() == NOT_IMPLEMENTED
                    ? Sign.nothing(Probe.said(path, answer))
                    : Probe.status(path, answer)));
  }

  @Override
  public List<Inquiry> inquiries() {
    List<Inquiry> inquiries = new ArrayList<>();
    inquiries.add(new Inquiry(WireRequest.get("v2"), V2Metadata::server));
    inquiries.add(new Inquiry(WireRequest.get(versioned()), V2Metadata::model));
    if (!versioned().equals(path())) {
      inquiries.add(new Inquiry(WireRequest.get(path()), V2Metadata::model));
    }
    if (mayHave("statistics")) {
      inquiries.add(new Inquiry(WireRequest.get(path() + "/stats"), V2Statistics::read));
    }
    if (mayHave("model_repository")) {
      inquiries.add(
          new Inquiry(
              WireRequest.json("v2/repository/index", "{}"),
              answer -> V2Metadata.index(model, answer)));
    }
    return inquiries;
  }

  @Override
  public OpenInferenceV2 speaking(Description description) {
    return new OpenInferenceV2(model, options, description, spelled);
  }

  @Override
  public WireRequest request(Input input, String id) throws PredictionException {
    return isBinary ? requests.binary(infer, input, id) : requests.json(infer, input, id);
  }

  @Override
  public Reply read(Input input, String id, WireAnswer answer) throws PredictionException {
    if (!answer.isOk()) {
      throw V2Failure.of(answer, V2Server.of(told));
    }
    return V2Answer.read(id, answer);
  }

  private boolean isBinary() {
    return switch (options.encoding()) {
      case JSON -> false;
      case BINARY -> true;
      case AUTO -> told.extensions().stream().anyMatch(OpenInferenceV2::isBinaryExtension);
    };
  }

  private static boolean isBinaryExtension(String extension) {
    return extension.toLowerCase(Locale.ROOT).replace('-', '_').startsWith("binary_tensor_data");
  }

  /** DJL Serving fails on a request that does not name its outputs. */
  private List<String> outputs() {
    boolean needed = options.outputs().isEmpty() && isDjl();
    return needed ? List.copyOf(told.outputs().keySet()) : options.outputs();
  }

  private boolean isDjl() {
    return V2Server.of(told).equals(Optional.of(V2Server.DJL));
  }

  /** True unless the server has told its extensions and this is none of them. */
  private boolean mayHave(String extension) {
    return told.server().isEmpty()
        ? !isDjl()
        : told.extensions().stream().anyMatch(listed -> listed.startsWith(extension));
  }

  private String path() {
    return "v2/models/" + Probe.segment(model);
  }

  private String version() {
    return options.version().map(v -> "/versions/" + Probe.segment(v)).orElse("");
  }

  /**
   * The model's path with its version, but for DJL Serving, which knows that for inference alone.
   */
  private String versioned() {
    return isDjl() ? path() : path() + version();
  }
}
