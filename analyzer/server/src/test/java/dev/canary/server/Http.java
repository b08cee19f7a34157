package dev.canary.server;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The JDK's own client and no code of the product. */
final class Http {
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  static HttpResponse<byte[]> get(ModelServer server, String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(server, path, headers).GET().build());
  }

  static HttpResponse<byte[]> post(ModelServer server, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return post(server, path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static HttpResponse<byte[]> post(ModelServer server, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return send(request(server, path, headers).POST(BodyPublishers.ofByteArray(body)).build());
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static HttpRequest.Builder request(ModelServer server, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.http() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static HttpResponse<byte[]> send(HttpRequest request)
      throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }
}
