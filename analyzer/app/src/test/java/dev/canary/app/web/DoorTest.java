package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.web.Site.Changing;
import dev.canary.format.HttpSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in at the port, and what nobody can do to it from outside. */
@Timeout(60)
class DoorTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '', 127.0.0.1:8350, true",
    "127.0.0.1, '', localhost:8350, true",
    "127.0.0.1, '', LOCALHOST, true",
    "127.0.0.1, '', canary.localhost, true",
    "127.0.0.1, '', '[::1]:8350', true",
    "127.0.0.1, '', '', true",
    "127.0.0.1, '', evil.example:8350, false",
    "127.0.0.1, '', 127.0.0.1.evil.example, false",
    "127.0.0.1, '', localhost.evil.example, false",
    "127.0.0.1, canary.example, Canary.Example:443, true",
    "127.0.0.1, canary.example, evil.example, false",
    "0.0.0.0, '', canary:8350, true",
    "0.0.0.0, '', 10.0.0.7:8350, true",
    "0.0.0.0, canary, canary:8350, true",
    "0.0.0.0, canary, evil.example, false",
  })
  void aNameThatMayBeAnotherSitesIsNotAnswered(
      String listensOn, String names, String host, boolean meant) {
    HttpSettings settings =
        new HttpSettings(
            listensOn,
            0,
            Optional.empty(),
            Optional.empty(),
            names.isEmpty() ? List.of() : List.of(names));

    assertThat(new HostNames(settings).isMeant(host)).isEqualTo(meant);
  }

  @Test
  void aPageOfAnotherSiteThatCallsItselfThisMachineReadsNothing() throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      for (String path : new String[] {"/", "/v1/watches", "/events", "/metrics"}) {
        assertThat(firstLine(site, "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
            .as(path)
            .contains(" 421 ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /, 200",
    "HEAD, /events, 405",
    "POST, /events, 405",
    "OPTIONS, /, 405",
    "TRACE, /v1/watches, 405",
    "DELETE, /v1/watches/loans, 405",
    "PUT, /livez, 405",
    "DELETE, /metrics, 405",
    "PUT, /assets/page.css, 405",
    "GET, /../../etc/passwd, 404",
    "GET, /assets/../templates/watch.peb, 404",
    "GET, /assets/%2e%2e/templates/watch.peb, 404",
    "GET, /watches/%zz, 400",
    "GET, /watches/%00, 404",
    "GET, http://a.localhost/livez, 200",
    "GET, http://evil.example/livez, 400",
    "GET, /v1/watches/loans/runs?limit=0, 400",
    "GET, /v1/nothing, 404",
  })
  void whatIsAskedInAStrangeWayIsRefusedAndNotServed(String method, String target, int status)
      throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      String length = method.equals("POST") || method.equals("PUT") ? "Content-Length: 0\r\n" : "";
      assertThat(
              firstLine(
                  site,
                  method + " " + target + " HTTP/1.1\r\nHost: a.localhost\r\n" + length + "\r\n"))
          .contains(" " + status + " ");
    }
  }

  @Test
  void whoAsksSlowlyKeepsNobodyElseWaiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      for (int i = 0; i < 40; i++) {
        Socket socket = connected(site);
        slow.add(socket);
        send(
            socket,
            "POST /v1/watches/loans/silence HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nfor=");
      }
      Browser browser = new Browser(site.server.address());
      assertThat(browser.get("/").statusCode()).isEqualTo(200);
      assertThat(browser.get("/livez").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefusedUnread() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      assertThat(
              firstLine(
                  site,
                  "POST /v1/watches/loans/silence HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"))
          .contains(" 413 ");
    }
  }

  private static Socket connected(Site site) throws IOException {
    URI address = site.server.address();
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String firstLine(Site site, String request) throws IOException {
    try (Socket socket = connected(site)) {
      send(socket, request);
      return String.valueOf(
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine());
    }
  }
}
