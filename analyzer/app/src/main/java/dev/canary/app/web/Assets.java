package dev.canary.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Styles, scripts and pictures of the page: all of them come with it, none from elsewhere. */
final class Assets {
  private static final String PREFIX = "/assets/";
  private static final Map<String, String> TYPES =
      Map.of(
          "page.css", "text/css; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "uPlot.min.css", "text/css; charset=utf-8",
          "uPlot.iife.min.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private Assets() {}

  static Optional<Answer> answer(Request request) {
    if (!request.path().startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = request.path().substring(PREFIX.length());
    String type = TYPES.get(name);
    if (type == null) {
      throw Refusal.of(Answer.NOT_FOUND, "there is no such path");
    }
    if (!request.reads()) {
      throw Refusal.onlyRead();
    }
    return Optional.of(
        new Answer(Answer.OK, type, bytes(name), Map.of("Cache-Control", "max-age=300")));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the asset " + name + " is not packed");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
