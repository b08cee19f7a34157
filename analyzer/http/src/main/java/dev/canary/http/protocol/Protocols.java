package dev.canary.http.protocol;

import dev.canary.http.wire.WireAnswer;
import dev.canary.http.wire.WireRequest;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The protocols there are, by the word in {@code target.protocol} of a suite. */
public final class Protocols {
  /** The word of the protocol that any server speaks. */
  public static final String ANY = "generic";

  /** Makes a protocol of its settings. */
  @FunctionalInterface
  private interface Maker {
    Protocol make(Settings settings) throws LoadException;
  }

  private record Profile(List<Option> options, Maker maker) {}

  private static final Map<String, Profile> PROFILES = profiles();

  private Protocols() {}

  /** Every word of {@code target.protocol}. */
  public static List<String> words() {
    return List.copyOf(PROFILES.keySet());
  }

  /** The options of all protocols together, each key once. */
  public static List<Option> options() {
    Map<String, Option> all = new LinkedHashMap<>();
    for (Profile profile : PROFILES.values()) {
      for (Option option : profile.options()) {
        all.merge(option.key(), option, Protocols::both);
      }
    }
    return List.copyOf(all.values());
  }

  /** One key has one kind, and all the words that some profile allows. */
  private static Option both(Option one, Option other) {
    Set<String> words = new LinkedHashSet<>(one.words());
    words.addAll(other.words());
    return new Option(one.key(), one.kind(), List.copyOf(words));
  }

  /**
   * A protocol, ready to word requests.
   *
   * @param word one of {@link #words()}
   * @param options as {@link #options()} declare them; keys that belong to no protocol are left
   *     alone
   * @param model the model's name on the server
   * @throws LoadException naming the option, if one belongs to another protocol, is missing, or
   *     makes no sense
   */
  public static Protocol of(String word, Map<String, String> options, String model)
      throws LoadException {
    Profile profile = PROFILES.get(word);
    if (profile == null) {
      throw new LoadException(
          "target.protocol is \"%s\"; allowed are %s".formatted(word, String.join(", ", words())));
    }
    Settings settings = new Settings(word, model, options);
    settings.check(options(), profile.options());
    return profile.maker().make(settings);
  }

  private static Map<String, Profile> profiles() {
    Map<String, Profile> all = new LinkedHashMap<>();
    all.put("kserve-v2", new Profile(OpenInferenceV2.OPTIONS, OpenInferenceV2::new));
    all.put("kserve-v1", new Profile(KserveV1.OPTIONS, KserveV1::new));
    all.put("tf-serving", new Profile(TfServing.OPTIONS, TfServing::new));
    all.put("torchserve", new Profile(TorchServe.OPTIONS, TorchServe::new));
    all.put("djl-serving", new Profile(DjlServing.OPTIONS, DjlServing::new));
    all.put("mlflow", new Profile(Mlflow.OPTIONS, Mlflow::new));
    all.put("sagemaker", new Profile(SageMaker.OPTIONS, SageMaker::new));
    for (OpenAiTask task : OpenAiTask.values()) {
      all.put(task.word(), new Profile(OpenAi.OPTIONS, settings -> new OpenAi(task, settings)));
    }
    all.put(ANY, new Profile(Generic.OPTIONS, Generic::new));
    return Collections.unmodifiableMap(all);
  }

  /**
   * Finds out which protocols a server speaks, by asking; most specific first.
   *
   * @param ask sends a request to the server; empty if no answer came
   */
  public static List<Detected> detect(Function<WireRequest, Optional<WireAnswer>> ask) {
    return new Detection(ask).run();
  }
}
