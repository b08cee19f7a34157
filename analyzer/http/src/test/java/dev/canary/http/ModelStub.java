package dev.canary.http;

import dev.canary.http.json.Json;
import dev.canary.http.json.JsonReader;
import dev.canary.target.PredictionException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;

/**
 * A server of the Open Inference Protocol whose model sums the rows of {@code x}; what it answers
 * can be replaced request by request.
 */
final class ModelStub implements AutoCloseable {
  private final ServerSocket socket;
  private final String scheme;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Optional<Answer>> first = request -> Optional.empty();
  private volatile String version = "1";

  /** What was asked; header names in lower case. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not copied.
  record Request(String method, String path, Map<String, String> headers, byte[] body) {
    boolean isInference() {
      return path.endsWith("/infer");
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** What is asked, without the id. */
    String data() {
      return text().substring(text().indexOf("\"data\""));
    }
  }

  /** Lets a client wait, for a server that is slow on purpose. */
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is answered. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status, String body) {
      return new Answer(status, Map.of(), body);
    }

    Answer with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }
  }

  private ModelStub(ServerSocket socket, String scheme) {
    this.socket = socket;
    this.scheme = scheme;
    Thread accept = new Thread(this::accept, "model-stub");
    accept.setDaemon(true);
    accept.start();
  }

  static ModelStub start() {
    return start("http", ServerSocketFactory.getDefault());
  }

  static ModelStub start(String scheme, ServerSocketFactory sockets) {
    try {
      return new ModelStub(
          sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), scheme);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks this first; where it has no answer, the model answers. */
  ModelStub first(Function<Request, Optional<Answer>> answer) {
    first = answer;
    return this;
  }

  /** Asks this first about inferences only. */
  ModelStub firstInference(Function<Request, Optional<Answer>> answer) {
    return first(r -> r.isInference() ? answer.apply(r) : Optional.empty());
  }

  /** From now on another version answers. */
  void deploy(String other) {
    version = other;
  }

  URI address() {
    return URI.create("%s://127.0.0.1:%d/v2/models/sums".formatted(scheme, socket.getLocalPort()));
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> inferences() {
    return requests.stream().filter(Request::isInference).toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        Thread serve = new Thread(() -> serve(client), "model-stub-connection");
        serve.setDaemon(true);
        serve.start();
      }
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      for (Optional<Request> asked = read(in); asked.isPresent(); asked = read(in)) {
        requests.add(asked.get());
        Answer answer = first.apply(asked.get()).orElse(null);
        write(client.getOutputStream(), answer == null ? own(asked.get()) : answer);
      }
    } catch (IOException e) {
      // The client went away.
      return;
    } finally {
      open.remove(client);
    }
  }

  private static Optional<Request> read(InputStream in) throws IOException {
    String start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String[] words = start.split(" ", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return Optional.of(new Request(words[0], words[1], headers, body));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static void write(OutputStream out, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.put("Content-Length", Integer.toString(body.length));
    String head =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        ("HTTP/1.1 " + answer.status() + " Some reason\r\n" + head + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    out.write(all.toByteArray());
    out.flush();
  }

  private Answer own(Request request) {
    String path = request.path();
    if (path.endsWith("/infer")) {
      return Answer.of(200, infer(request));
    }
    if (path.equals("/v2/models/sums")) {
      return Answer.of(
          200,
          """
          {"name":"sums","versions":["%s"],"platform":"stub","inputs":[{"name":"x","datatype":
          "FP32","shape":[-1,2]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1]}]}"""
              .formatted(version));
    }
    if (path.equals("/v2")) {
      return Answer.of(200, "{\"name\":\"stub\",\"version\":\"9.1\",\"extensions\":[]}");
    }
    return Answer.of(path.endsWith("/ready") || path.endsWith("/live") ? 200 : 404, "");
  }

  private String infer(Request request) {
    try {
      Json asked = JsonReader.read(request.body());
      List<Double> x = new ArrayList<>();
      asked
          .member("inputs")
          .orElseThrow()
          .elements()
          .get(0)
          .member("data")
          .orElseThrow()
          .elements()
          .forEach(e -> x.add(Double.parseDouble(e.spelling().orElseThrow())));
      List<String> y = new ArrayList<>();
      for (int i = 0; i < x.size(); i += 2) {
        y.add(Double.toString(x.get(i) + x.get(i + 1)));
      }
      return answer(asked.member("id").flatMap(Json::text).orElse(""), y);
    } catch (PredictionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a request of this id. */
  String answer(String id, List<String> y) {
    return """
        {"model_name":"sums","model_version":"%s","id":"%s","outputs":[
        {"name":"y","datatype":"FP32","shape":[%d],"data":[%s]}]}"""
        .formatted(version, id, y.size(), String.join(",", y));
  }

  /** The sockets that are open. */
  Set<Socket> connections() {
    return Collections.unmodifiableSet(open);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
