package dev.canary.server;

import java.io.IOException;

/** One protocol over HTTP. */
interface Api {
  /**
   * Answers a call.
   *
   * @throws IOException if the body is no JSON
   */
  Reply answer(Call call) throws InferenceException, IOException;
}
