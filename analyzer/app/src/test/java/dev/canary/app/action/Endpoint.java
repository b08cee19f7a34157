package dev.canary.app.action;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver of what actions post: it keeps all, and answers as it is told. */
final class Endpoint implements AutoCloseable {
  /** The status with which nothing is answered until the end. */
  static final int SILENCE = 0;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Post> unseen = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

  /** What came, headers by lower-case name. */
  record Post(String path, Map<String, String> headers, String body) {}

  Endpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next answers, one each; 200 after the last. */
  void answers(Integer... next) {
    statuses.addAll(List.of(next));
  }

  List<Post> posts() {
    return List.copyOf(posts);
  }

  /** The next one that nobody has taken, when it has come. */
  Post next() throws InterruptedException {
    Post post = unseen.poll(30, TimeUnit.SECONDS);
    if (post == null) {
      throw new IllegalStateException("nothing was posted within 30 s");
    }
    return post;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Post post = new Post(exchange.getRequestURI().toString(), headers, body);
    posts.add(post);
    unseen.add(post);
    Integer status = statuses.poll();
    if (status != null && status == SILENCE) {
      return;
    }
    try (exchange) {
      exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/elsewhere");
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
