package dev.canary.app.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A headless browser (Debian's chromium), moved over WebDriver (W3C) by Debian's chromium-driver.
 */
final class Chromium implements AutoCloseable {
  static final String TAB = "\uE004";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--window-size=1280,900");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process driver;
  private final URI session;

  /** Starts one with a profile of its own. */
  Chromium(Path profile) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true);
    // What it leaves behind when it is killed goes with the profile.
    command.environment().put("TMPDIR", profile.toString());
    driver = command.start();
    boolean started = false;
    try {
      URI address = URI.create("http://127.0.0.1:" + port(driver.inputReader()) + "/");
      ObjectNode capabilities = JSON.createObjectNode();
      ObjectNode wanted = capabilities.putObject("capabilities").putObject("alwaysMatch");
      wanted.put("browserName", "chrome");
      wanted.putObject("goog:loggingPrefs").put("browser", "ALL");
      ObjectNode options = wanted.putObject("goog:chromeOptions");
      var arguments = options.putArray("args");
      ARGUMENTS.forEach(arguments::add);
      arguments.add("--user-data-dir=" + profile);
      JsonNode opened = send("POST", address.resolve("session"), capabilities);
      session = address.resolve("session/" + opened.get("sessionId").asText() + "/");
      started = true;
    } finally {
      if (!started) {
        end();
      }
    }
  }

  private static int port(BufferedReader said) throws IOException {
    String line = said.readLine();
    while (line != null) {
      Matcher matcher = STARTED.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      line = said.readLine();
    }
    throw new IOException("chromedriver did not start");
  }

  void open(URI page) throws Exception {
    post("url", JSON.createObjectNode().put("url", page.toString()));
  }

  /** What a script returns. */
  JsonNode script(String script) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("script", script);
    body.putArray("args");
    return post("execute/sync", body);
  }

  /** Waits until a script returns true. */
  void await(String condition) throws Exception {
    ObjectNode body =
        JSON.createObjectNode()
            .put(
                "script",
                "const done = arguments[0]; const look = () => { if (%s) done(true); else setTimeout(look, 50); }; look();"
                    .formatted(condition));
    body.putArray("args");
    post("execute/async", body);
  }

  /** Presses a key where the focus is. */
  void press(String key) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode keyboard = body.putArray("actions").addObject();
    keyboard.put("type", "key").put("id", "keyboard");
    var actions = keyboard.putArray("actions");
    actions.addObject().put("type", "keyDown").put("value", key);
    actions.addObject().put("type", "keyUp").put("value", key);
    post("actions", body);
  }

  /** Has the browser prefer a scheme of colours, {@code light} or {@code dark}. */
  void prefer(String scheme) throws Exception {
    ObjectNode parameters = JSON.createObjectNode();
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme);
    tool("Emulation.setEmulatedMedia", parameters);
  }

  void disableScripts() throws Exception {
    tool("Emulation.setScriptExecutionDisabled", JSON.createObjectNode().put("value", true));
  }

  void enableScripts() throws Exception {
    tool("Emulation.setScriptExecutionDisabled", JSON.createObjectNode().put("value", false));
  }

  /** Sets the width of the window, and its height to that of the page. */
  void width(int pixels) throws Exception {
    ObjectNode size =
        JSON.createObjectNode()
            .put("width", pixels)
            .put("deviceScaleFactor", 1)
            .put("mobile", false);
    tool("Emulation.setDeviceMetricsOverride", size.put("height", 900));
    int height = script("return document.documentElement.scrollHeight").asInt();
    tool("Emulation.setDeviceMetricsOverride", size.put("height", Math.max(height, 900)));
  }

  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    JsonNode picture = send("GET", session.resolve("screenshot"), null);
    Files.write(file, Base64.getDecoder().decode(picture.asText()));
  }

  /** What the browser complained of since it was last asked. */
  List<String> complaints() throws Exception {
    return post("se/log", JSON.createObjectNode().put("type", "browser"))
        .findValuesAsText("message");
  }

  private void tool(String command, ObjectNode parameters) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("cmd", command);
    body.set("params", parameters);
    post("goog/cdp/execute", body);
  }

  private JsonNode post(String command, ObjectNode body) throws Exception {
    return send("POST", session.resolve(command), body);
  }

  private JsonNode send(String method, URI command, @Nullable JsonNode body) throws Exception {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest request =
        HttpRequest.newBuilder(command)
            .timeout(Duration.ofSeconds(60))
            .method(method, content)
            .build();
    JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    JsonNode value = answer.get("value");
    if (value.hasNonNull("error")) {
      throw new IOException(command + ": " + value.get("message").asText());
    }
    return value;
  }

  /** Ends browser and driver; nothing of a session is worth an orderly farewell. */
  @Override
  public void close() {
    end();
  }

  private void end() {
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroyForcibly();
  }
}
