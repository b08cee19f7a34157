package dev.canary.store;

import java.util.List;

/** What a run's id, or a part of it, leads to. */
public sealed interface RunLookup {
  /** Exactly one run has this id, or begins or ends like this. */
  record Found(StoredRun run) implements RunLookup {}

  /**
   * Several runs begin or end like this.
   *
   * @param ids the newest of them, newest first
   */
  record Ambiguous(List<String> ids) implements RunLookup {
    public Ambiguous {
      ids = List.copyOf(ids);
    }
  }

  /** No run begins or ends like this. */
  record Absent() implements RunLookup {}
}
