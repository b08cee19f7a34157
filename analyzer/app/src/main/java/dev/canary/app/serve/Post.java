package dev.canary.app.serve;

import dev.canary.app.job.Watched;
import dev.canary.schedule.Rota;

/**
 * A watch on its rota.
 *
 * @param watch what runs
 * @param rota when, and how much of it
 */
record Post(Watched watch, Rota rota) {
  static Post of(Watched watch) {
    return new Post(watch, watch.rota());
  }
}
