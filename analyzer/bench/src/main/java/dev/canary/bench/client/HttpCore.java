package dev.canary.bench.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * The bare call of the library below {@code Wire}: one connection for each thread, no pool, a
 * time-out for each read.
 */
final class HttpCore implements Client {
  private static final int TIMEOUT_MILLIS = 20_000;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();
  private final Map<Thread, DefaultBHttpClientConnection> connections = new ConcurrentHashMap<>();

  @Override
  public byte[] post(URI address, byte[] body) throws Exception {
    DefaultBHttpClientConnection connection = connections.get(Thread.currentThread());
    if (connection == null || !connection.isOpen()) {
      connection = connect(address);
      connections.put(Thread.currentThread(), connection);
    }
    BasicClassicHttpRequest request = new BasicClassicHttpRequest("POST", address.getRawPath());
    request.setHeader("Host", address.getRawAuthority());
    request.setHeader("Content-Length", Integer.toString(body.length));
    request.setHeader("Content-Type", "application/json");
    request.setHeader("Accept-Encoding", "identity");
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    ClassicHttpResponse response = executor.execute(request, connection, HttpCoreContext.create());
    return EntityUtils.toByteArray(response.getEntity());
  }

  private static DefaultBHttpClientConnection connect(URI address) throws IOException {
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    connection.bind(socket);
    return connection;
  }
}
