package dev.canary.app.job;

import dev.canary.store.Store;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers in the store which artefacts loaded well; what is known once is not asked again.
 *
 * @param store remembers beyond this process
 * @param clock tells when an artefact was found to load
 * @param known what the store is known to know
 */
record StoredArtefacts(Store store, InstantSource clock, Set<String> known)
    implements Targets.KnownArtefacts {
  StoredArtefacts(Store store, InstantSource clock) {
    this(store, clock, ConcurrentHashMap.newKeySet());
  }

  @Override
  public boolean loadedBefore(String key) {
    if (known.contains(key)) {
      return true;
    }
    boolean loaded = store.loadedBefore(key);
    if (loaded) {
      known.add(key);
    }
    return loaded;
  }

  @Override
  public void markLoaded(String key) {
    store.markLoaded(key, clock.instant());
    known.add(key);
  }
}
