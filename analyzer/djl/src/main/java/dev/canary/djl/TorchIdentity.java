package dev.canary.djl;

import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.LocalPlatform;
import dev.canary.target.ModelIdentity;
import dev.canary.target.WeightDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who a TorchScript module is. */
final class TorchIdentity {
  private TorchIdentity() {}

  static ModelIdentity of(TargetSpec spec, ModelFile file) throws LoadException {
    Optional<String> weights = Optional.empty();
    Map<String, String> provenance = Map.of();
    try (TorchArchive archive = TorchArchive.open(file.path())) {
      weights = weights(archive);
      provenance = provenance(archive);
    } catch (IOException e) {
      // PyTorch reads archives that Java does not: then there is no weight digest, "not compared".
      provenance = Map.of("archive", OneLine.of(e));
    }
    return new ModelIdentity(
        file.name(),
        spec.version(),
        Optional.of(file.digest(List.of())),
        weights,
        ModelEngine.PYTORCH.word(),
        TorchRuntime.version(),
        Optional.of(LocalPlatform.of(TorchRuntime.description())),
        provenance);
  }

  private static Optional<String> weights(TorchArchive archive) {
    try {
      return Optional.of(WeightDigest.ofEach(TorchWeights.of(archive)));
    } catch (IOException | RuntimeException e) {
      return Optional.of(WeightDigest.ofEach(TorchWeights.raw(archive)));
    }
  }

  private static Map<String, String> provenance(TorchArchive archive) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    for (String name : List.of("version", "byteorder", ".data/serialization_id")) {
      Optional<byte[]> entry = archive.entry(name);
      if (entry.isPresent()) {
        facts.put(name, new String(entry.get(), StandardCharsets.UTF_8).strip());
      }
    }
    facts.put("producer", "torch.jit");
    return facts;
  }
}
