package dev.canary.http.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections kept open between exchanges; the one used last is used first. Safe for threads. */
final class IdleConnections {
  private final int perEndpoint;
  private final Map<Endpoint, Deque<WireConnection>> idle = new HashMap<>();
  private boolean closed;

  IdleConnections(int perEndpoint) {
    this.perEndpoint = perEndpoint;
  }

  /** A connection that looks alive, or null. */
  @Nullable WireConnection take(Endpoint endpoint, long nowNanos) {
    for (WireConnection last = poll(endpoint); last != null; last = poll(endpoint)) {
      if (last.isUsable(nowNanos)) {
        return last;
      }
      last.dismiss();
    }
    return null;
  }

  private synchronized @Nullable WireConnection poll(Endpoint endpoint) {
    Deque<WireConnection> those = idle.get(endpoint);
    return those == null ? null : those.pollLast();
  }

  void put(WireConnection connection) {
    if (!connection.rest() || !keep(connection)) {
      connection.dismiss();
    }
  }

  private synchronized boolean keep(WireConnection connection) {
    Deque<WireConnection> those =
        idle.computeIfAbsent(connection.endpoint(), any -> new ArrayDeque<>());
    return !closed && those.size() < perEndpoint && those.add(connection);
  }

  synchronized void clear() {
    idle.values().forEach(those -> those.forEach(WireConnection::dismiss));
    idle.clear();
  }

  synchronized void close() {
    closed = true;
    clear();
  }
}
