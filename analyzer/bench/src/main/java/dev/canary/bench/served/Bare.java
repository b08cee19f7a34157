package dev.canary.bench.served;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** The same bytes through the bare library: one connection for each thread. */
final class Bare implements Contender {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final int port;
  private final String path;
  private final List<Header> headers;
  private final byte[] body;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();
  private final Map<Thread, DefaultBHttpClientConnection> connections = new ConcurrentHashMap<>();

  Bare(int port, Incoming request) {
    this.port = port;
    this.path = request.path();
    this.headers = request.headers().stream().map(Bare::header).toList();
    this.body = request.body();
  }

  private static Header header(String[] nameAndValue) {
    return new BasicHeader(nameAndValue[0], nameAndValue[1]);
  }

  @Override
  public void call() throws Exception {
    DefaultBHttpClientConnection connection = connections.get(Thread.currentThread());
    if (connection == null) {
      connection = connect();
      connections.put(Thread.currentThread(), connection);
    }
    BasicClassicHttpRequest message = new BasicClassicHttpRequest("POST", path);
    headers.forEach(message::setHeader);
    message.setEntity(new ByteArrayEntity(body, null));
    ClassicHttpResponse response = executor.execute(message, connection, HttpCoreContext.create());
    if (EntityUtils.toByteArray(response.getEntity()).length < body.length / 2) {
      throw new IOException("a short answer");
    }
  }

  private DefaultBHttpClientConnection connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    connection.bind(socket);
    return connection;
  }

  @Override
  public void close() throws IOException {
    for (DefaultBHttpClientConnection connection : connections.values()) {
      connection.close();
    }
  }
}
