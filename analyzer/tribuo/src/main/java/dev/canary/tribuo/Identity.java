package dev.canary.tribuo;

import com.oracle.labs.mlrg.olcut.config.json.JsonProvenanceSerialization;
import dev.canary.target.LocalPlatform;
import dev.canary.target.ModelIdentity;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Model;
import org.tribuo.Tribuo;

/**
 * What a loaded model tells of itself.
 *
 * @param file where it was loaded from
 * @param model the model
 * @param version the version that the suite declares; Tribuo's files have none
 * @param weightDigest see {@link WeightFingerprint}
 */
record Identity(ModelFile file, Model<?> model, Optional<String> version, String weightDigest) {
  private static final String HANDLING =
      "null: the feature is absent; a feature unknown to the model: ignored;"
          + " no known feature, or NaN (XGBoost: missing): refused as BAD_INPUT";

  ModelIdentity describe() {
    return new ModelIdentity(
        name(),
        version,
        Optional.of(file.artifactDigest()),
        Optional.of(weightDigest),
        "Tribuo",
        Tribuo.VERSION,
        Optional.of(LocalPlatform.of(runtime())),
        Map.of(
            "tribuo",
            new JsonProvenanceSerialization(false).marshalAndSerialize(model.getProvenance()),
            "model",
            model.getClass().getName(),
            "features",
            HANDLING));
  }

  private String name() {
    String given = model.getName();
    return given == null || given.isBlank() ? String.valueOf(file.path().getFileName()) : given;
  }

  private static String runtime() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }
}
