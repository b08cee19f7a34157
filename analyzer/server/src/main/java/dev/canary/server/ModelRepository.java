package dev.canary.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models that are served, by name and version. */
final class ModelRepository implements AutoCloseable {
  private static final Comparator<String> NUMERIC = Comparator.comparingLong(Long::parseLong);

  private final ServerOptions options;
  private final Map<String, TreeMap<String, LoadedModel>> models = new TreeMap<>();

  private ModelRepository(ServerOptions options) {
    this.options = options;
  }

  static ModelRepository open(ServerOptions options) throws IOException {
    ModelRepository repository = new ModelRepository(options);
    try {
      for (ServedModel served : options.models()) {
        repository.serve(served);
      }
      return repository;
    } catch (IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  /** Serves a model in the place of the one with its name and version, if there is one. */
  void serve(ServedModel served) throws IOException {
    LoadedModel fresh = LoadedModel.open(served, options);
    LoadedModel old;
    synchronized (this) {
      old =
          models
              .computeIfAbsent(served.name(), name -> new TreeMap<>(NUMERIC))
              .put(served.version(), fresh);
    }
    if (old != null) {
      old.close();
    }
  }

  /** Serves it no longer. */
  void retire(String name, String version) {
    LoadedModel old;
    synchronized (this) {
      TreeMap<String, LoadedModel> versions = models.getOrDefault(name, new TreeMap<>(NUMERIC));
      old = versions.remove(version);
      if (versions.isEmpty()) {
        models.remove(name);
      }
    }
    if (old == null) {
      throw new IllegalArgumentException("version " + version + " of " + name + " is not served");
    }
    old.close();
  }

  /** The version that is asked for, else the highest. */
  synchronized LoadedModel find(String name, Optional<String> version) throws InferenceException {
    TreeMap<String, LoadedModel> versions = models.get(name);
    if (versions == null) {
      throw InferenceException.notFound("Request for unknown model: '" + name + "' is not found");
    }
    // Whatever is no number is no key either.
    String wanted = version.orElseGet(versions::lastKey);
    LoadedModel model = wanted.matches("[0-9]{1,18}") ? versions.get(wanted) : null;
    if (model == null) {
      throw InferenceException.notFound(
          "Request for unknown model: '" + name + "' version " + wanted + " is not found");
    }
    return model;
  }

  /** Every version of a model, the lowest first; none if there is no such model. */
  synchronized List<LoadedModel> versions(String name) {
    return List.copyOf(models.getOrDefault(name, new TreeMap<>(NUMERIC)).values());
  }

  synchronized List<LoadedModel> all() {
    List<LoadedModel> all = new ArrayList<>();
    models.values().forEach(versions -> all.addAll(versions.values()));
    return all;
  }

  @Override
  public void close() {
    all().forEach(LoadedModel::close);
  }
}
