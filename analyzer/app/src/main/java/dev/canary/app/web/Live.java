package dev.canary.app.web;

import dev.canary.alert.AlertMachine;
import dev.canary.app.serve.DaemonStatus;
import dev.canary.app.serve.Listener;
import dev.canary.event.JudgedRun;
import dev.canary.event.Scope;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventConnectionCallback;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells open pages which watches have changed, by server-sent events. What changes while a page
 * still takes in the event before is told with the next, so that a slow one holds back no memory.
 */
final class Live implements Listener, ServerSentEventConnectionCallback {
  private static final int KEEP_ALIVE_MILLIS = 15_000;
  private static final int MOST = 200;
  private static final String DAEMON = "";

  private final Set<Page> pages = ConcurrentHashMap.newKeySet();

  @Override
  public void connected(ServerSentEventConnection connection, @Nullable String lastEventId) {
    if (pages.size() >= MOST) {
      connection.shutdown();
      return;
    }
    Page page = new Page(connection);
    pages.add(page);
    connection.addCloseTask(closed -> pages.remove(page));
    connection.setKeepAliveTime(KEEP_ALIVE_MILLIS);
    connection.sendRetry(2_000);
  }

  @Override
  public void recorded(JudgedRun judged, AlertMachine.Step alerts, Instant due) {
    tell(judged.watch());
  }

  @Override
  public void stepped(Scope scope, AlertMachine.Step alerts) {
    tell(scope.watch());
  }

  @Override
  public void failed(String watch, String why) {
    tell(watch);
  }

  @Override
  public void changed(DaemonStatus status) {
    tell(DAEMON);
  }

  private void tell(String watch) {
    pages.forEach(page -> page.tell(watch));
  }

  void close() {
    pages.forEach(page -> page.connection.shutdown());
  }

  /** One page that is open somewhere. */
  private static final class Page implements ServerSentEventConnection.EventCallback {
    private final ServerSentEventConnection connection;
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean sending;

    Page(ServerSentEventConnection connection) {
      this.connection = connection;
    }

    synchronized void tell(String watch) {
      changed.add(watch);
      if (!sending) {
        send();
      }
    }

    private void send() {
      String names = ApiJson.changed(List.copyOf(changed));
      changed.clear();
      sending = true;
      connection.send(names, "changed", "", this);
    }

    @Override
    public synchronized void done(
        ServerSentEventConnection to, String data, String event, String id) {
      sending = false;
      if (!changed.isEmpty()) {
        send();
      }
    }

    @Override
    public void failed(
        ServerSentEventConnection to, String data, String event, String id, IOException e) {
      to.shutdown();
    }
  }
}
