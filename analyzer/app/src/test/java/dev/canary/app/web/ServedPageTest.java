package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.canary.app.RecordedWorkspace;
import dev.canary.app.kill.CanaryProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code canary serve} itself, in a process of its own, as a browser shows it. */
@Tag("slow")
@Timeout(150)
class ServedPageTest {
  private static final String SETTINGS =
      """
      kafka: none
      http: {port: %d, token: %s}
      """;

  @TempDir Path folder = Path.of("");
  @TempDir Path profile = Path.of("");

  private final int port = freePort();

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RecordedWorkspace workspace() {
    RecordedWorkspace files =
        new RecordedWorkspace(folder, SETTINGS.formatted(port, "sesame"))
            .suite(
                "loans", Site.ANSWERS.length, "schedule: {every: 1s}", "policy: {failures: 2 of 2}")
            .answers("loans", Site.ANSWERS);
    Site.approve(folder, "loans");
    return files;
  }

  private URI page(String path) {
    return URI.create("http://127.0.0.1:" + port + "/" + path);
  }

  @Test
  void anOpenPageSeesAnAlertOpenTakesItOverAndOutlivesItsDaemon() throws Exception {
    RecordedWorkspace files = workspace();
    try (CanaryProcess first = CanaryProcess.start(folder, "serve");
        Chromium browser = new Chromium(profile)) {
      first.awaitLine("page at");
      browser.open(page("watches/loans"));
      browser.await("document.body.innerText.includes('Healthy')");
      browser.script("window.sameTab = true");

      files.answers("loans", DoubleStream.of(Site.ANSWERS).map(p -> p + 1).toArray());
      browser.await("document.querySelector('#acknowledge input[name=by]')");
      assertThat(browser.script("return document.title").asText()).startsWith("Broken");
      acknowledge(browser);
      browser.await("document.body.innerText.includes('taken by Ada')");

      browser.script("window.sameTab = true");
      first.stop();
      browser.await("document.getElementById('live').textContent.startsWith('Not connected')");
      files.answers("loans", Site.ANSWERS);
      try (CanaryProcess second = CanaryProcess.start(folder, "serve")) {
        second.awaitLine("page at");
        browser.await("document.getElementById('head').innerText.includes('Healthy')");
        assertThat(browser.script("return window.sameTab").asBoolean()).isTrue();
      }
    }
  }

  /** As a person does it; a part in which somebody types is not taken from under them. */
  private static void acknowledge(Chromium browser) throws Exception {
    browser.script(
        "const f = document.querySelector('#acknowledge form'); f.by.value = 'Ada'; f.token.value = 'sesame';");
    String runs = "document.querySelector('#history tbody tr').dataset.at";
    String seen = browser.script("return " + runs).asText();
    browser.await(runs + " !== '" + seen + "'");
    assertThat(
            browser.script("return document.querySelector('#acknowledge form').by.value").asText())
        .isEqualTo("Ada");
    browser.script("document.querySelector('#acknowledge form').requestSubmit()");
  }

  @Test
  void aMistakeInTheFilesIsShownUntilItIsMended() throws Exception {
    workspace();
    Path settings = folder.resolve("canaries/canary.yaml");
    String good = Files.readString(settings);
    try (CanaryProcess daemon = CanaryProcess.start(folder, "serve");
        Chromium browser = new Chromium(profile)) {
      daemon.awaitLine("page at");
      browser.open(page(""));
      browser.await("document.body.innerText.includes('Healthy')");
      Files.writeString(settings, good + "bugdet: {}\n");
      browser.await("document.body.innerText.includes('bugdet')");
      Files.writeString(settings, good);
      browser.await("!document.body.innerText.includes('bugdet')");
    }
  }

  @Test
  @EnabledIfSystemProperty(
      named = "canary.axe",
      matches = ".+",
      disabledReason = "axe-core is not here")
  void axeFindsNoFaultOfAccessibility() throws Exception {
    RecordedWorkspace files = workspace();
    String axe = Files.readString(Path.of(System.getProperty("canary.axe")));
    try (CanaryProcess daemon = CanaryProcess.start(folder, "serve");
        Chromium browser = new Chromium(profile)) {
      daemon.awaitLine("page at");
      files.answers("loans", DoubleStream.of(Site.ANSWERS).map(p -> 1 - p).toArray());
      browser.open(page("watches/loans"));
      browser.await("document.getElementById('head').innerText.includes('Drifted')");
      for (String scheme : new String[] {"light", "dark"}) {
        browser.prefer(scheme);
        for (String path : new String[] {"", "watches/loans", "watches/nowhere"}) {
          browser.open(page(path));
          browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
          browser.script(axe + "; axe.run().then(r => window.faults = r.violations)");
          browser.await("window.faults");
          assertThat(faults(browser)).as(scheme + " /" + path).isEmpty();
        }
      }
    }
  }

  private static List<String> faults(Chromium browser) throws Exception {
    List<String> faults = new ArrayList<>();
    for (JsonNode fault : browser.script("return window.faults")) {
      faults.add(fault.get("id").asText() + ": " + fault.at("/nodes/0/html").asText());
    }
    return faults;
  }
}
