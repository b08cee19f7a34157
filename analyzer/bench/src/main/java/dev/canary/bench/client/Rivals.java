package dev.canary.bench.client;

import dev.canary.http.wire.Wire;
import dev.canary.http.wire.WireRequest;
import dev.canary.http.wire.WireSettings;
import dev.canary.http.wire.WireSettings.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.jetty.client.BytesRequestContent;

/**
 * The clients compared, each with silent retries, redirects and compression off where it can, and
 * with its own means of a total time-out set.
 */
final class Rivals {

  private static final MediaType JSON = MediaType.get("application/json");

  private Rivals() {}

  static Map<String, Supplier<Client>> all(Duration total) {
    Map<String, Supplier<Client>> all = new LinkedHashMap<>();
    all.put("JDK", () -> jdk(total));
    all.put("OkHttp", () -> okhttp(total));
    all.put("Apache", () -> apache(total));
    all.put("Jetty", () -> jetty(total));
    all.put("HttpCore", HttpCore::new);
    all.put("Wire", () -> wire(total));
    return all;
  }

  private static Client wire(Duration total) {
    Wire wire =
        new Wire(
            WireSettings.DEFAULT
                .withConcurrency(64)
                .with(new Timeouts(total, total, total, total)));
    return new Client() {
      @Override
      public byte[] post(URI address, byte[] body) throws Exception {
        return wire.send(address, WireRequest.json("", body)).body();
      }

      @Override
      public void close() {
        wire.close();
      }
    };
  }

  private static Client jdk(Duration total) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return (address, body) ->
        client
            .send(
                HttpRequest.newBuilder(address)
                    .timeout(total)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
  }

  private static Client okhttp(Duration total) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(64, 60, TimeUnit.SECONDS))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .callTimeout(total)
            .build();
    return new Client() {
      @Override
      public byte[] post(URI address, byte[] body) throws Exception {
        Request request =
            new Request.Builder()
                .url(address.toString())
                .header("Accept-Encoding", "identity")
                .post(RequestBody.create(body, JSON))
                .build();
        try (Response response = client.newCall(request).execute()) {
          return response.body().bytes();
        }
      }

      @Override
      public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
      }
    };
  }

  private static Client apache(Duration total) {
    CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(64)
                    .setMaxConnTotal(64)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(total))
                    .setConnectionRequestTimeout(Timeout.of(total))
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .build();
    return new Client() {
      @Override
      public byte[] post(URI address, byte[] body) throws Exception {
        HttpPost post = new HttpPost(address);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return Objects.requireNonNull(
            client.execute(post, response -> EntityUtils.toByteArray(response.getEntity())));
      }

      @Override
      public void close() throws IOException {
        client.close();
      }
    };
  }

  private static Client jetty(Duration total) {
    org.eclipse.jetty.client.HttpClient client = new org.eclipse.jetty.client.HttpClient();
    client.setFollowRedirects(false);
    client.getContentDecoderFactories().clear();
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new Client() {
      @Override
      public byte[] post(URI address, byte[] body) throws Exception {
        return client
            .POST(address)
            .timeout(total.toMillis(), TimeUnit.MILLISECONDS)
            .body(new BytesRequestContent("application/json", body))
            .send()
            .getContent();
      }

      @Override
      public void close() throws IOException {
        try {
          client.stop();
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    };
  }
}
