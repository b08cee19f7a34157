package dev.canary.grpc;

import dev.canary.format.FormatException;
import dev.canary.format.Mask;
import dev.canary.format.Secret;
import dev.canary.target.AccessTokens;
import dev.canary.target.LoadException;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secrets of a target as they are now, looked up anew for each replay, since they rotate.
 *
 * @param texts by the key of the option that names them
 * @param headerName the header that {@value Settings#HEADER_VALUE} goes into
 * @param mask strikes them out of what a server says: some quote the request
 */
record Credentials(Map<String, String> texts, String headerName, Mask mask) {
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");
  private static final String AUTHORIZATION = "authorization";

  Credentials {
    texts = Map.copyOf(texts);
  }

  /**
   * What the secrets of these settings hold now.
   *
   * @throws LoadException naming a secret that is missing or malformed, never its content
   */
  static Credentials of(Settings settings) throws LoadException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Secret> secret : settings.secrets().entrySet()) {
      String text = reveal(secret.getValue());
      if (Settings.isSent(secret.getKey()) && !PRINTABLE.matcher(text).matches()) {
        throw new LoadException(
            "target." + secret.getKey() + " is empty or not printable ASCII (its value is hidden)");
      }
      texts.put(secret.getKey(), text);
    }
    Mask mask = new Mask();
    texts.values().forEach(mask::hide);
    Credentials credentials = new Credentials(texts, settings.headerName(), mask);
    credentials.text(Settings.USER).ifPresent(user -> mask.hide(credentials.pair(user)));
    return credentials;
  }

  private static String reveal(Secret secret) throws LoadException {
    try {
      return secret.reveal(name -> Optional.ofNullable(System.getenv(name)));
    } catch (FormatException e) {
      throw new LoadException(e.problems().get(0).found(), e);
    }
  }

  /** What a call carries to prove who asks. */
  Metadata metadata() {
    Metadata metadata = new Metadata();
    text(Settings.BEARER).ifPresent(t -> metadata.put(key(AUTHORIZATION), "Bearer " + t));
    text(Settings.USER).ifPresent(user -> metadata.put(key(AUTHORIZATION), "Basic " + pair(user)));
    text(Settings.HEADER_VALUE).ifPresent(value -> metadata.put(key(headerName), value));
    return metadata;
  }

  /** The same with the access token that calls carry. */
  Credentials with(String token) {
    Map<String, String> more = new LinkedHashMap<>(texts);
    more.put(Settings.BEARER, token);
    mask.hide(token);
    return new Credentials(more, headerName, mask);
  }

  /** What fetches an access token from there. */
  AccessTokens.Grant grant(Settings.OAuth from) {
    return new AccessTokens.Grant(
        from.tokenUrl(),
        text(Settings.CLIENT_ID).orElse(""),
        text(Settings.CLIENT_SECRET).orElse(""),
        from.scope(),
        text(Settings.CA),
        text(Settings.CERTIFICATE),
        text(Settings.KEY));
  }

  /** User and password as RFC 7617 joins them. */
  private String pair(String user) {
    String pair = user + ":" + texts.getOrDefault(Settings.PASSWORD, "");
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** A key of metadata that is text. */
  static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /** One of the texts; empty if the settings name none. */
  Optional<String> text(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  /** True if calls carry something secret. */
  boolean areSent() {
    return texts.keySet().stream().anyMatch(Settings::isSent);
  }

  /** True if a connection made with the others would be the same as one made with these. */
  boolean connectAs(Credentials other) {
    return text(Settings.CA).equals(other.text(Settings.CA))
        && text(Settings.CERTIFICATE).equals(other.text(Settings.CERTIFICATE))
        && text(Settings.KEY).equals(other.text(Settings.KEY));
  }

  @Override
  public String toString() {
    return "credentials of " + texts.keySet();
  }
}
