package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What orchestrators and scripts ask. */
@Timeout(60)
class HealthRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPLICA = "watches: {'loans/10.0.0.7:8000': {suite: loans}}";

  @TempDir Path folder = Path.of("");

  @Test
  void aModelIsRestartedWhenAnAlertIsOpenAndNotBefore() throws Exception {
    try (Site site = Site.of(folder, Site.Changing.REFUSED)) {
      Browser browser = new Browser(site.server.address());
      HttpResponse<String> unknown = browser.get("/v1/watches/loans/health");
      assertThat(unknown.statusCode()).isEqualTo(200);
      assertThat(json(unknown).get("health").asText()).isEqualTo("unknown");
      assertThat(browser.get("/v1/watches/loans/health?for=readiness").statusCode()).isEqualTo(503);

      site.run("loans");
      HttpResponse<String> fine = browser.get("/v1/watches/loans/health?for=readiness");
      assertThat(fine.statusCode()).isEqualTo(200);
      assertThat(json(fine).get("verdict").asText()).isEqualTo("HEALTHY");
      assertThat(json(fine).get("health").asText()).isEqualTo("ok");

      site.spoil();
      site.run("loans");
      HttpResponse<String> broken = browser.get("/v1/watches/loans/health");
      assertThat(broken.statusCode()).isEqualTo(503);
      assertThat(json(broken).get("verdict").asText()).isEqualTo("BROKEN");
      assertThat(json(broken).get("health").asText()).isEqualTo("failing");
      assertThat(json(broken).get("causes").toString()).contains("CONTRACT");
      assertThat(json(broken).get("alert").get("severity").asText()).isEqualTo("CRITICAL");
      assertThat(json(browser.get("/v1/watches/loans")).get("health").asText())
          .isEqualTo("failing");
      assertThat(json(browser.get("/v1/alerts")).get("alerts")).hasSize(1);
    }
  }

  @Test
  void theNameOfAReplicaMayBeEncodedOrNot() throws Exception {
    try (Site site = Site.of(folder, Site.Changing.REFUSED, REPLICA)) {
      site.run("loans/10.0.0.7:8000");
      Browser browser = new Browser(site.server.address());
      for (String name : new String[] {"loans%2F10.0.0.7%3A8000", "loans/10.0.0.7:8000"}) {
        assertThat(json(browser.get("/v1/watches/" + name)).get("watch").asText())
            .isEqualTo("loans/10.0.0.7:8000");
        assertThat(json(browser.get("/v1/watches/" + name + "/health")).get("verdict").asText())
            .isEqualTo("HEALTHY");
        assertThat(json(browser.get("/v1/watches/" + name + "/runs")).get("runs")).hasSize(1);
        assertThat(browser.get("/watches/" + name).body()).contains("<h1 id=\"name\">loans/10.0");
      }
      assertThat(json(browser.get("/v1/watches")).get("watches")).hasSize(2);
    }
  }

  @Test
  void runsComeNewestFirstAsTheyWereStored() throws Exception {
    try (Site site = Site.of(folder, Site.Changing.REFUSED)) {
      site.run("loans");
      site.swap();
      site.run("loans");
      Browser browser = new Browser(site.server.address());

      JsonNode runs = json(browser.get("/v1/watches/loans/runs")).get("runs");
      assertThat(runs.get(0).get("verdict").asText()).isEqualTo("DRIFTED");
      assertThat(runs.get(0).get("result").get("causes").toString()).contains("LABELS_PERMUTED");
      assertThat(runs.get(runs.size() - 1).get("verdict").asText()).isEqualTo("HEALTHY");
      assertThat(json(browser.get("/v1/watches/loans/runs?limit=1")).get("runs")).hasSize(1);
      HttpResponse<String> many = browser.get("/v1/watches/loans/runs?limit=1000");
      assertThat(many.statusCode()).isEqualTo(400);
      assertThat(json(many).get("error").asText())
          .isEqualTo("limit is \"1000\"; allowed: 1 to 500");
    }
  }

  @Test
  void theDaemonLivesAndIsReadyUntilItsOwnCheckFails() throws Exception {
    try (Site site = Site.of(folder, Site.Changing.REFUSED)) {
      Browser browser = new Browser(site.server.address());
      assertThat(browser.get("/livez").statusCode()).isEqualTo(200);
      assertThat(browser.get("/readyz").statusCode()).isEqualTo(200);

      site.daemon.selfCheck = Optional.of("the built-in target answered 0.7, not 0.3");
      assertThat(browser.get("/livez").statusCode()).isEqualTo(200);
      HttpResponse<String> faulty = browser.get("/readyz");
      assertThat(faulty.statusCode()).isEqualTo(503);
      assertThat(json(faulty).get("problems").get(0).asText()).contains("built-in target");
    }
  }

  @Test
  void whatIsNotThereIsSaidInJsonToProgramsAndAsAPageToPeople() throws Exception {
    try (Site site = Site.of(folder, Site.Changing.REFUSED)) {
      Browser browser = new Browser(site.server.address());
      HttpResponse<String> program = browser.get("/v1/watches/nobody/health");
      assertThat(program.statusCode()).isEqualTo(404);
      assertThat(json(program).get("error").asText()).isEqualTo("there is no watch nobody");
      HttpResponse<String> person = browser.get("/watches/%3Cscript%3E");
      assertThat(person.statusCode()).isEqualTo(404);
      assertThat(person.body()).contains("there is no watch &lt;script&gt;");
      assertThat(browser.get("/assets/../page.js").statusCode()).isEqualTo(404);
      assertThat(browser.post("/v1/watches/loans/health", "").statusCode()).isEqualTo(405);
      assertThat(browser.get("/metrics").body()).isEqualTo("accepts ");
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
