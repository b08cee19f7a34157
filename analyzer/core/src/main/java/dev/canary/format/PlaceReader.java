package dev.canary.format;

import dev.canary.suite.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code target.model}: a path, an address, or the addresses of several replicas. */
final class PlaceReader {
  private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*://.*");
  private static final String ADDRESSES = "an address as in http://host:8000";

  private PlaceReader() {}

  /** The place, or a problem. */
  static Optional<Place> read(Section target, Path referrer) {
    target.require("model", "a path relative to this file, an address or a list of addresses");
    if (target.any("model").orElse(null) instanceof Node.Items) {
      return server(target, target.texts("model"));
    }
    Optional<String> text = target.name("model");
    if (text.isPresent() && ADDRESS.matcher(text.get()).matches()) {
      return server(target, List.of(text.get()));
    }
    return text.flatMap(path -> Paths.inside(target, "model", referrer, path)).map(Place.File::new);
  }

  private static Optional<Place> server(Section target, List<String> texts) {
    List<URI> addresses = new ArrayList<>();
    for (String text : texts) {
      address(text)
          .ifPresentOrElse(addresses::add, () -> target.problem("model", "no address", ADDRESSES));
    }
    if (texts.isEmpty()) {
      target.problem("model", "a list of 0", ADDRESSES);
    } else if (addresses.stream().distinct().count() < addresses.size()) {
      target.problem("model", "a list that names an address twice", "each replica once");
    }
    return addresses.isEmpty() ? Optional.empty() : Optional.of(new Place.Server(addresses));
  }

  /** An address with a host, and without a user and password, which belong elsewhere. */
  private static Optional<URI> address(String text) {
    try {
      URI uri = new URI(text);
      boolean whole = uri.getScheme() != null && uri.getHost() != null;
      return whole && uri.getUserInfo() == null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
