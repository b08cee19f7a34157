package dev.canary.app.cli;

import dev.canary.app.init.InputWord;
import dev.canary.app.init.ModelRequest;
import dev.canary.app.job.CannotRunException;
import dev.canary.target.Signature.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be told of a model that no suite describes yet. */
final class ModelOptions {
  @Option(
      names = "--protocol",
      paramLabel = "P",
      description = "The server's protocol, as kserve-v2 or tf-serving (default: found out).")
  private @Nullable String protocol;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model's name on its server (default: the only one, or the first).")
  private @Nullable String model;

  @Option(
      names = "--input",
      paramLabel = "NAME=TYPE[SHAPE]",
      description =
          "An input of which the model does not tell type or shape, as in x=fp32[1,4]; repeatable.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the target as in suite.yaml, as in 'auth.bearer=$${env:TOKEN}'; repeatable.")
  private List<String> settings = new ArrayList<>();

  /** The model at this place. */
  ModelRequest at(String place) throws CannotRunException {
    List<Slot> slots = new ArrayList<>();
    for (String input : inputs) {
      slots.add(InputWord.read(input));
    }
    return new ModelRequest(place, Common.given(protocol), Common.given(model), settings(), slots);
  }

  private Map<String, String> settings() throws CannotRunException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new CannotRunException(
            "--set is not of the form KEY=VALUE, as in timeouts.total=10s");
      }
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return values;
  }
}
