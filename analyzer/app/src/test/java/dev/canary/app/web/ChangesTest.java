package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.app.web.Site.Changing;
import dev.canary.verdict.Verdict;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What changes something needs the token, from programs and from people. */
@Timeout(60)
class ChangesTest {
  private static final String BEARER = "Bearer " + Site.TOKEN;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String TOKEN_FIELD = "&token=" + Site.TOKEN.replace(" ", "+");

  @TempDir Path folder = Path.of("");

  @Test
  void withoutATokenInTheSettingsThePageOnlyShows() throws Exception {
    try (Site site = Site.of(folder, Changing.REFUSED)) {
      String alert = alert(site);
      Browser browser = new Browser(site.server.address());
      HttpResponse<String> answer =
          browser.post(acknowledge(alert), "{\"by\": \"Ada\"}", "Authorization", BEARER);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("http.token");
      assertThat(browser.get("/watches/loans").body()).doesNotContain("<form");
    }
  }

  @Test
  void anAlertIsTakenOverByWhoeverShowsTheToken() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      String alert = alert(site);
      Browser browser = new Browser(site.server.address());
      String body = "{\"by\": \"Ada\", \"note\": \"known\"}";
      String[] json = {"Content-Type", "application/json"};
      assertThat(browser.post(acknowledge(alert), body, json).statusCode()).isEqualTo(401);
      assertThat(browser.get(acknowledge(alert)).statusCode()).isEqualTo(405);
      HttpResponse<String> wrong =
          browser.post(
              acknowledge(alert), body, json[0], json[1], "Authorization", "Bearer something");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(browser.get("/v1/alerts").body()).contains("\"acknowledgedBy\":null");

      HttpResponse<String> right =
          browser.post(acknowledge(alert), body, json[0], json[1], "Authorization", BEARER);
      assertThat(right.statusCode()).isEqualTo(200);
      assertThat(right.body()).contains("\"acknowledgedBy\":\"Ada\"");
      HttpResponse<String> nobody =
          browser.post(acknowledge("loans!never"), body, json[0], json[1], "Authorization", BEARER);
      assertThat(nobody.statusCode()).isEqualTo(404);
      HttpResponse<String> nameless =
          browser.post(acknowledge(alert), "{}", json[0], json[1], "Authorization", BEARER);
      assertThat(nameless.statusCode()).isEqualTo(400);
      assertThat(nameless.body()).contains("the field by is missing");
    }
  }

  @Test
  void aFormCarriesTheTokenItselfSoThatNoOtherSiteCanSendOne() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      alert(site);
      Browser browser = new Browser(site.server.address());
      assertThat(browser.get("/watches/loans").body()).contains("action=\"/watches/loans/ack");
      HttpResponse<String> without =
          browser.post("/watches/loans/acknowledge", "by=Ada", "Content-Type", FORM);
      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(without.body()).contains("<h1>Not done</h1>");
      HttpResponse<String> with =
          browser.post(
              "/watches/loans/acknowledge", "by=Ada+L" + TOKEN_FIELD, "Content-Type", FORM);
      assertThat(with.statusCode()).isEqualTo(303);
      assertThat(with.headers().firstValue("Location")).contains("/watches/loans");
      assertThat(browser.get("/watches/loans").body())
          .contains("taken by Ada L")
          .doesNotContain(Site.TOKEN);
    }
  }

  @Test
  void aSilenceHasAnEndAndAReason() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      Browser browser = new Browser(site.server.address());
      for (String body :
          new String[] {"for=2h&by=Ada", "for=always&by=Ada&reason=x", "by=Ada&reason=x"}) {
        assertThat(silence(browser, body).statusCode()).as(body).isEqualTo(400);
      }
      assertThat(silence(browser, "for=2h&by=Ada&reason=new+model").statusCode()).isEqualTo(200);
      assertThat(browser.get("/watches/loans").body()).contains("by Ada: new model");
    }
  }

  @Test
  void howARunAnsweredIsAcceptedAsAKnownModeByTheFormOfItsPage() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      Browser browser = new Browser(site.server.address());
      site.run("loans");
      assertThat(browser.get("/watches/loans").body()).doesNotContain("known mode");
      double[] moved = Site.ANSWERS.clone();
      moved[3] = 0.1302;
      site.files.answers("loans", moved);
      String run = site.run("loans").id();
      assertThat(browser.get("/watches/loans").body()).contains("known mode", "value=\"" + run);

      String fields = "run=" + Names.encoded(run) + "&by=Ada&reason=other+kernel";
      assertThat(approve(browser, "/watches/loans/approve", fields).statusCode()).isEqualTo(401);
      HttpResponse<String> done = approve(browser, "/watches/loans/approve", fields + TOKEN_FIELD);
      assertThat(done.statusCode()).isEqualTo(303);
      assertThat(site.run("loans").verdict().level()).isNotEqualTo(Verdict.Level.BROKEN);
    }
  }

  @Test
  void onlyAWholeIdAndOnlyWhatATrustedModelMaySayIsAcceptedAsAKnownMode() throws Exception {
    try (Site site = Site.of(folder, Changing.ALLOWED)) {
      Browser browser = new Browser(site.server.address());
      String fine = site.run("loans").id();
      site.spoil();
      String spoilt = site.run("loans").id();
      String fields = "by=Ada&reason=x" + TOKEN_FIELD;
      assertThat(approve(browser, "/v1/runs/loans/approve", fields).statusCode()).isEqualTo(404);
      HttpResponse<String> healthy =
          approve(browser, "/v1/runs/" + Names.encoded(fine) + "/approve", fields);
      assertThat(healthy.statusCode()).isEqualTo(409);
      assertThat(healthy.body()).contains("there is nothing to accept");
      HttpResponse<String> contract =
          approve(browser, "/v1/runs/" + Names.encoded(spoilt) + "/approve", fields);
      assertThat(contract.statusCode()).isEqualTo(409);
      assertThat(contract.body()).contains("is no other way of answering");
    }
  }

  private static HttpResponse<String> approve(Browser browser, String path, String fields)
      throws Exception {
    return browser.post(path, fields, "Content-Type", FORM);
  }

  private static HttpResponse<String> silence(Browser browser, String body) throws Exception {
    return browser.post(
        "/v1/watches/loans/silence", body, "Content-Type", FORM, "Authorization", BEARER);
  }

  private static String acknowledge(String alert) {
    return "/v1/alerts/" + Names.encoded(alert) + "/acknowledge";
  }

  /** Opens one. */
  private static String alert(Site site) throws Exception {
    site.spoil();
    site.run("loans");
    return site.daemon.status().watches().get(0).alerts().alert().orElseThrow().id();
  }
}
