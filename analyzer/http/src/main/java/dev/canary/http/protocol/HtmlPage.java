package dev.canary.http.protocol;

import dev.canary.http.json.Quote;
import dev.canary.http.wire.WireAnswer;
import dev.canary.target.PredictionException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of HTML in the place of an answer: a login, or the error of a proxy. Known by its text,
 * since small servers send JSON as {@code text/html}.
 */
public final class HtmlPage {
  private static final int READ = 1 << 14;
  private static final Pattern START = Pattern.compile("(?i)<(!doctype\\s+html|html|head|body)\\b");
  private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");

  private HtmlPage() {}

  /** What page an answer is, as in {@code an HTML page, titled "Sign in"}; empty if it is none. */
  public static Optional<String> told(WireAnswer answer) {
    if (!startsWithATag(answer.body())) {
      return Optional.empty();
    }
    byte[] body = answer.body();
    String text = new String(body, 0, Math.min(READ, body.length), StandardCharsets.UTF_8);
    boolean says =
        answer.header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html");
    if (!says && !START.matcher(text).find()) {
      return Optional.empty();
    }
    Matcher title = TITLE.matcher(text);
    String shown = title.find() ? Quote.start(title.group(1).strip()) : "";
    return Optional.of(
        shown.isEmpty()
            ? "an HTML page without a title"
            : "an HTML page, titled \"" + shown + "\"");
  }

  /**
   * Returns if an answer is no page.
   *
   * @throws PredictionException UNREACHABLE: whoever sent it, it is not the model
   */
  public static void refuse(WireAnswer answer) throws PredictionException {
    Optional<String> page = told(answer);
    if (page.isPresent()) {
      throw new PredictionException(
          PredictionException.Reason.UNREACHABLE,
          "HTTP %d: %s, in the place of the protocol's answer"
              .formatted(answer.status(), page.get()));
    }
  }

  /** Asked of every answer, so that its bytes are not made a text for it. */
  private static boolean startsWithATag(byte[] body) {
    for (byte b : body) {
      boolean before = b <= ' '; // Blanks, and the three bytes of a mark of byte order.
      if (!before) {
        return b == '<';
      }
    }
    return false;
  }
}
