package dev.canary.app.job;

import dev.canary.format.FormatException;
import dev.canary.replay.Run;
import dev.canary.suite.Suite;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens targets safely: an artefact that runs native code and is not yet known to load well is
 * first tried in a child process, because a damaged file can take a whole JVM down.
 */
public final class Targets implements Opener {
  private final KnownArtefacts known;
  private final Map<String, TargetProvider> providers = new ConcurrentHashMap<>();

  /** Opens targets, remembering in {@code known} which artefacts loaded well. */
  public Targets(KnownArtefacts known) {
    this.known = known;
  }

  /** What is remembered of artefacts between runs. */
  public interface KnownArtefacts {
    /** True when this artefact has loaded and answered before. */
    boolean loadedBefore(String key);

    /** Remembers that this artefact loads and answers. */
    void markLoaded(String key);
  }

  /**
   * Loads the model.
   *
   * @param folder of the suite, whose cases the child process tries
   * @throws LoadException if it is no loadable model, or crashes the process that loads it
   */
  @Override
  public Target open(Suite suite, Path folder) throws LoadException {
    try {
      return open(suite.target(), folder);
    } catch (LoadException e) {
      throw discreet(suite, e);
    }
  }

  private Target open(TargetSpec spec, Path folder) throws LoadException {
    TargetProvider provider = known(spec.type());
    if (!provider.runsNativeCode(spec)) {
      return provider.open(spec);
    }
    String key = LoadProbe.key(spec);
    if (!known.loadedBefore(key)) {
      LoadProbe.tryInChild(spec, folder);
      known.markLoaded(key);
    }
    return provider.open(spec);
  }

  /** Looked for once: a daemon opens targets for months. */
  private TargetProvider known(String type) throws LoadException {
    TargetProvider found = providers.get(type);
    if (found == null) {
      found = provider(type);
      providers.put(type, found);
    }
    return found;
  }

  /**
   * What the model answers in a process of its own.
   *
   * @throws LoadException if it does not load there
   */
  public Run inAnotherProcess(Suite suite, Path folder) throws LoadException {
    return LoadProbe.tryInChild(suite.target(), folder);
  }

  /** A file of recorded predictions may be quoted by its problem. */
  private static LoadException discreet(Suite suite, LoadException e) {
    return suite.secret() && e.getCause() instanceof FormatException problems
        ? new LoadException(problems.discreet().summary())
        : e;
  }

  /**
   * The provider of a type.
   *
   * @throws LoadException if none is installed
   */
  public static TargetProvider provider(String type) throws LoadException {
    List<String> types = new ArrayList<>();
    Iterator<TargetProvider> providers = ServiceLoader.load(TargetProvider.class).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        TargetProvider provider = providers.next();
        if (provider.type().equals(type)) {
          return provider;
        }
        types.add(provider.type());
      } catch (ServiceConfigurationError | LinkageError e) {
        // A provider whose library is missing must not hide the others.
        types.add("(one that cannot start: " + e.getMessage() + ")");
      }
    }
    throw new LoadException(
        "no provider for target type " + type + "; installed: " + String.join(", ", types));
  }
}
