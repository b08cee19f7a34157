package dev.canary.app.job;

import dev.canary.format.AnswerJson;
import dev.canary.format.MeasureRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Answers requests for measures, one a line, in their order and one at a time: nothing is kept of a
 * line that was answered.
 *
 * @param answers takes one line of JSON for each request
 */
public record Batch(Consumer<String> answers) {

  /**
   * How many requests there were.
   *
   * @param requests all of them
   * @param refused those that were answered with an error
   */
  public record Outcome(long requests, long refused) {}

  /**
   * Answers every line that is not blank.
   *
   * @throws IOException if the lines cannot be read
   */
  public Outcome run(BufferedReader lines) throws IOException {
    long number = 0;
    long requests = 0;
    long refused = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      String request = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (!request.isBlank()) {
        requests++;
        refused += answer(request, number) ? 0 : 1;
      }
    }
    return new Outcome(requests, refused);
  }

  /** One request that cannot be answered must not hold back the others, whatever the reason. */
  private boolean answer(String line, long number) {
    String id = "null";
    try {
      MeasureRequest request = MeasureRequest.read(line, number);
      id = request.id();
      answers.accept(AnswerJson.answer(id, request.answer()));
      return true;
    } catch (IllegalArgumentException e) {
      answers.accept(AnswerJson.error(id, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      answers.accept(AnswerJson.error(id, "unexpected " + e));
    } catch (OutOfMemoryError e) {
      answers.accept(
          AnswerJson.error(id, "it needs more memory than there is; see CANARY_JAVA_OPTS=-Xmx"));
    }
    return false;
  }
}
