package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.app.RecordedWorkspace;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.web.Site.Changing;
import dev.canary.format.HttpSettings;
import dev.canary.watch.Tier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page for people, as it comes from the server. */
@Timeout(60)
class PageTest {
  @TempDir Path folder = Path.of("");

  @Test
  void theOverviewTellsEveryWatchTheWorstFirst() throws Exception {
    RecordedWorkspace files =
        new RecordedWorkspace(folder, "kafka: none\nwatches: {steady: {suite: fine, region: eu}}\n")
            .suite("fine", 30)
            .answers("fine", Site.ANSWERS);
    Site.trusted(files, "loans");
    Site.approve(folder, "fine");
    try (Site site = Site.serving(files, new HttpSettings("127.0.0.1", 0))) {
      site.run("steady");
      site.spoil();
      site.run("loans");
      site.daemon.reloadProblem = Optional.of("canary.yaml:3: <b> is no key");
      String page = new Browser(site.server.address()).get("/").body();

      assertThat(page)
          .contains("One alert is open.", "contract", "suite fine in eu", "No run yet")
          .contains("aria-label=\"The last runs: 1 broken\"")
          .contains("canary.yaml:3: &lt;b&gt; is no key");
      assertThat(page.indexOf("id=\"w-loans\"")).isLessThan(page.indexOf("id=\"w-fine\""));
      assertThat(page.indexOf("id=\"w-fine\"")).isLessThan(page.indexOf("id=\"w-steady\""));
    }
  }

  @Test
  void aWatchShowsWhatItsModelAnswersNowAndWhatItAnsweredThen() throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      site.run("loans");
      double[] moved = Site.ANSWERS.clone();
      moved[3] = 0.1302;
      site.files.answers("loans", moved);
      site.run("loans");
      String page = new Browser(site.server.address()).get("/watches/loans").body();

      assertThat(page)
          .contains("yes 0.1302", "one of many", "Beyond its class", "deviation.class")
          .contains("the same verdict", "canary explain loans@");
      assertThat(page.indexOf("<th scope=\"row\">c3<")).isLessThan(page.indexOf(">c0<"));
    }
  }

  @Test
  void smokeRunsLeaveTheVerdictAndTheLastRunsAsTheyAre() throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      Browser browser = new Browser(site.server.address());
      site.run("loans");
      assertThat(browser.get("/").body()).contains("The last runs: 1 healthy");
      site.daemon.run("loans", StoreDaemon.START.plusSeconds(100), Tier.SMOKE);
      assertThat(browser.get("/").body()).contains("The last runs: 1 healthy");
      assertThat(browser.get("/v1/watches/loans/runs").body()).contains("+smoke");
    }
  }

  @Test
  void ofAPrivateSuiteOnlyIdsAndDeviationsAreShown() throws Exception {
    RecordedWorkspace files = Site.loans(folder, "budget: {}");
    files.suite("patients", 30, "private: true").answers("patients", Site.ANSWERS);
    Files.writeString(
        files.folder("patients").resolve("cases.jsonl"),
        Files.readString(files.folder("patients").resolve("cases.jsonl"))
            .replace("one of many", "Secretive")
            .replace("{}", "{\"name\": \"Secretive\"}"));
    Site.approve(folder, "patients");
    try (Site site = Site.serving(files, new HttpSettings("127.0.0.1", 0))) {
      site.run("patients");
      files.answers("patients", DoubleStream.of(Site.ANSWERS).map(p -> 1 - p).toArray());
      site.run("patients");
      Browser browser = new Browser(site.server.address());
      String page = browser.get("/watches/patients").body();
      String runs = browser.get("/v1/watches/patients/runs").body();

      assertThat(page).contains("This suite is private", ">c3<", "Drifted");
      Pattern told =
          Pattern.compile("Secretive|yes|\\bno\\b[^ ]|0\\.0225|0\\.9774|0\\.1193|0\\.8806");
      assertThat(page).doesNotContainPattern(told);
      assertThat(runs).doesNotContainPattern(told);
    }
  }

  @Test
  void nothingComesFromElsewhereAndNothingRunsThatIsWrittenInThePage() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      site.run("loans");
      Browser browser = new Browser(site.server.address());
      for (String path :
          new String[] {"/", "/watches/loans", "/v1/watches", "/assets/page.js", "/nowhere"}) {
        HttpResponse<String> answer = browser.get(path);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
            .contains("default-src 'none'", "frame-ancestors 'none'")
            .doesNotContain("unsafe", "*");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        if (!path.startsWith("/assets")) {
          assertThat(answer.body())
              .doesNotContainPattern("(?:src|href)=\"[a-z]*:?//")
              .doesNotContainPattern("<script(?! src=)|<style| style=| on[a-z]+=\"");
        }
      }
      for (String asset :
          new String[] {"page.css", "uPlot.min.css", "uPlot.iife.min.js", "icon.svg"}) {
        assertThat(browser.get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
      }
    }
  }

  @Test
  void anOpenPageIsToldWhichWatchHasRun() throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      var connection =
          (HttpURLConnection) site.server.address().resolve("/events").toURL().openConnection();
      connection.setReadTimeout(30_000);
      try (var lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(connection.getContentType()).startsWith("text/event-stream");
        assertThat(lines.readLine()).isEqualTo("retry:2000");
        site.run("loans");
        assertThat(lines.lines().filter(line -> line.startsWith("data:")).findFirst())
            .contains("data:{\"watches\":[\"loans\"]}");
      } finally {
        connection.disconnect();
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      HttpSettings same = new HttpSettings("127.0.0.1", site.server.address().getPort());
      assertThatThrownBy(() -> Site.serving(site.files, same).close())
          .isInstanceOf(CannotRunException.class)
          .hasMessageContaining("port " + same.port() + ": Address already in use");
    }
  }
}
