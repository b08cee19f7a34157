package dev.canary.grpc;

import dev.canary.format.Secret;
import dev.canary.target.Headers;
import dev.canary.target.LoadException;
import dev.canary.target.Nonce;
import dev.canary.target.Option;
import dev.canary.target.Option.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a server is spoken to, as the options of a suite say.
 *
 * @param model its name on the server
 * @param timeouts of one request
 * @param maxAnswer the most bytes of an answer
 * @param headers sent with every request; no credentials
 * @param concurrency how many cases may be sent at once
 * @param rowsPerSecond the most rows a second; empty for as many as come
 * @param backOff the longest that one request waits in all because the server asks to come later
 * @param warmUps how many requests are sent before anything is measured
 * @param encoding how elements are sent
 * @param nonce what makes each request one that no cache has seen
 * @param verification whether the server must prove who it is
 * @param headerName the header that {@value #HEADER_VALUE} goes into; empty without one
 * @param tokens where access tokens come from
 * @param secrets what {@code auth} and {@code tls} name, by key; looked up only when needed
 */
record Settings(
    String model,
    Timeouts timeouts,
    int maxAnswer,
    Headers headers,
    int concurrency,
    OptionalDouble rowsPerSecond,
    Duration backOff,
    int warmUps,
    Encoding encoding,
    Nonce nonce,
    Verification verification,
    String headerName,
    Optional<OAuth> tokens,
    Map<String, Secret> secrets) {
  static final String BEARER = "auth.bearer";
  static final String USER = "auth.basic.user";
  static final String PASSWORD = "auth.basic.password";
  static final String HEADER_VALUE = "auth.header.value";
  static final String CLIENT_ID = "auth.oauth2.clientId";
  static final String CLIENT_SECRET = "auth.oauth2.clientSecret";
  static final String CA = "tls.ca";
  static final String CERTIFICATE = "tls.certificate";
  static final String KEY = "tls.key";

  private static final String NAME = "name";
  private static final String MAX_ANSWER = "maxAnswer";
  private static final String HEADERS = "headers";
  private static final String CONCURRENCY = "concurrency";
  private static final String ROWS_PER_SECOND = "rowsPerSecond";
  private static final String ENCODING = "encoding";
  private static final String NONCE = "nonce";
  private static final String BACK_OFF = "backOff.limit";
  private static final String WARM_UP = "warmUp.requests";
  private static final String HEADER_NAME = "auth.header.name";
  private static final String TOKEN_URL = "auth.oauth2.tokenUrl";
  private static final String SCOPE = "auth.oauth2.scope";
  private static final String VERIFY = "tls.verify";
  private static final List<String> SECRETS =
      List.of(BEARER, USER, PASSWORD, HEADER_VALUE, CLIENT_ID, CLIENT_SECRET, CA, CERTIFICATE, KEY);

  /** Settings of which each makes no sense without the other. */
  private static final List<List<String>> TOGETHER =
      List.of(
          List.of(USER, PASSWORD),
          List.of(HEADER_NAME, HEADER_VALUE),
          List.of(TOKEN_URL, CLIENT_ID, CLIENT_SECRET),
          List.of(CERTIFICATE, KEY));

  /** Not those of gRPC itself, nor those that hold bytes, nor those that the probe sets. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?!grpc-|user-agent$|te$|content-type$|x-canary-probe$)[a-z0-9_.-]+(?<!-bin)");

  /** Those of gRPC itself, and of metadata that is bytes. */
  private static final List<String> RESERVED =
      Stream.concat(Headers.RESERVED.stream(), Stream.of("content-type", "te", "grpc-*", "*-bin"))
          .toList();

  private static final Pattern METADATA = Pattern.compile("[A-Za-z0-9_.-]+: [ -~]*");

  private static final String RAW = "raw";
  private static final String CONTENTS = "contents";
  private static final String ON = "on";
  private static final String OFF = "off";

  private static final Pattern TOKEN_ADDRESS = Pattern.compile("https?://[^\\s/@]+(/[^\\s@]*)?");

  private static final Duration DEFAULT_BACK_OFF = Duration.ofSeconds(10);
  private static final long DEFAULT_MAX_ANSWER = 64L << 20;

  /** What {@code target} may hold for this type, beside what it holds for all. */
  static final List<Option> OPTIONS = Stream.concat(Timeouts.OPTIONS.stream(), own()).toList();

  private static Stream<Option> own() {
    return Stream.of(
        Option.of(NAME, Kind.TEXT),
        Option.of(MAX_ANSWER, Kind.SIZE),
        Option.headers(HEADERS, RESERVED),
        Option.of(CONCURRENCY, Kind.COUNT),
        Option.of(ROWS_PER_SECOND, Kind.POSITIVE),
        Option.of(BACK_OFF, Kind.DURATION),
        Option.of(WARM_UP, Kind.COUNT),
        Option.word(ENCODING, List.of(RAW, CONTENTS)),
        Option.word(NONCE, Nonce.words()),
        Option.of(BEARER, Kind.SECRET),
        Option.of(USER, Kind.SECRET),
        Option.of(PASSWORD, Kind.SECRET),
        Option.of(HEADER_NAME, Kind.TEXT),
        Option.of(HEADER_VALUE, Kind.SECRET),
        Option.of(TOKEN_URL, Kind.TEXT),
        Option.of(CLIENT_ID, Kind.SECRET),
        Option.of(CLIENT_SECRET, Kind.SECRET),
        Option.of(SCOPE, Kind.TEXT),
        Option.of(CA, Kind.SECRET),
        Option.of(CERTIFICATE, Kind.SECRET),
        Option.of(KEY, Kind.SECRET),
        Option.word(VERIFY, List.of(ON, OFF)));
  }

  /** How elements are sent; answers are read in either form. */
  enum Encoding {
    /** As bytes, bit for bit, in {@code raw_input_contents}. */
    RAW,
    /** In the typed field of each tensor, for servers that refuse the other. */
    CONTENTS
  }

  /** Whether the server must prove who it is. */
  enum Verification {
    ON,
    OFF
  }

  /**
   * Where access tokens come from.
   *
   * @param scope what they are asked for; empty: what their server gives
   */
  record OAuth(String tokenUrl, Optional<String> scope) {
    boolean isOpen() {
      return tokenUrl.startsWith("http:");
    }
  }

  Settings {
    secrets = Map.copyOf(secrets);
  }

  /**
   * The settings that a suite's options make.
   *
   * @throws LoadException naming the options that are missing or contradict each other
   */
  static Settings of(Map<String, String> options, Address address) throws LoadException {
    return of(options, address, model(options, address));
  }

  /**
   * The same for what is asked of a server without a model.
   *
   * @throws LoadException likewise
   */
  static Settings ofServer(Map<String, String> options, Address address) throws LoadException {
    return of(options, address, "");
  }

  private static Settings of(Map<String, String> options, Address address, String model)
      throws LoadException {
    check(options, address);
    String rows = options.get(ROWS_PER_SECOND);
    String backOff = options.get(BACK_OFF);
    return new Settings(
        model,
        Timeouts.of(options),
        size(options),
        headers(options),
        Integer.parseInt(options.getOrDefault(CONCURRENCY, "1")),
        rows == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(rows)),
        backOff == null ? DEFAULT_BACK_OFF : Duration.parse(backOff),
        Integer.parseInt(options.getOrDefault(WARM_UP, "0")),
        CONTENTS.equals(options.get(ENCODING)) ? Encoding.CONTENTS : Encoding.RAW,
        Nonce.of(options.getOrDefault(NONCE, Nonce.NONE.word())),
        OFF.equals(options.get(VERIFY)) ? Verification.OFF : Verification.ON,
        options.getOrDefault(HEADER_NAME, ""),
        Optional.ofNullable(options.get(TOKEN_URL))
            .map(url -> new OAuth(url, Optional.ofNullable(options.get(SCOPE)))),
        secrets(options));
  }

  private static void check(Map<String, String> options, Address address) throws LoadException {
    for (List<String> pair : TOGETHER) {
      List<String> missing = pair.stream().filter(key -> !options.containsKey(key)).toList();
      if (!missing.isEmpty() && missing.size() < pair.size()) {
        throw new LoadException("target.%s is missing".formatted(missing.get(0)));
      }
    }
    long ways =
        Stream.of(BEARER, USER, HEADER_VALUE, TOKEN_URL).filter(options::containsKey).count();
    if (ways > 1) {
      throw new LoadException("target.auth needs one way to authenticate, found " + ways);
    }
    if (options.containsKey(SCOPE) && !options.containsKey(TOKEN_URL)) {
      throw new LoadException("target." + TOKEN_URL + " is missing");
    }
    if (!TOKEN_ADDRESS.matcher(options.getOrDefault(TOKEN_URL, "https://host")).matches()) {
      throw new LoadException("target." + TOKEN_URL + " needs an address as in https://host/token");
    }
    if (!HEADER.matcher(options.getOrDefault(HEADER_NAME, "x")).matches()) {
      throw new LoadException("target." + HEADER_NAME + " is no name of a header of its own");
    }
    boolean tls = options.keySet().stream().anyMatch(key -> key.startsWith("tls."));
    if (tls && address.scheme() == Address.Scheme.PLAIN) {
      throw new LoadException(
          "target has tls, but the address %s is grpc://; allowed with tls is grpcs://"
              .formatted(address));
    }
  }

  private static String model(Map<String, String> options, Address address) throws LoadException {
    String named = options.get(NAME);
    if (named != null && address.model().filter(name -> !name.equals(named)).isPresent()) {
      throw new LoadException(
          "target.name is \"%s\", the address ends in \"%s\"; allowed is one name"
              .formatted(named, address.model().get()));
    }
    if (named == null && address.model().isEmpty()) {
      throw new LoadException(
          "the model's name is missing: set target.name, or end the address in it, as in grpc://"
              + address
              + "/model");
    }
    return named == null ? address.model().get() : named;
  }

  /** Metadata is narrower than headers are (grpc/grpc, doc/PROTOCOL-HTTP2.md, Custom-Metadata). */
  private static Headers headers(Map<String, String> options) throws LoadException {
    Headers headers = Headers.of(options.getOrDefault(HEADERS, ""));
    for (String line : headers.text().lines().toList()) {
      if (!METADATA.matcher(line).matches()) {
        throw new LoadException(
            ("target.headers: %s is no metadata of gRPC (its value is hidden); allowed are"
                    + " letters, digits and -_. with a value in printable ASCII")
                .formatted(line.substring(0, line.indexOf(':'))));
      }
    }
    String own = options.getOrDefault(HEADER_NAME, "");
    if (headers.values().keySet().stream().anyMatch(own::equalsIgnoreCase)) {
      throw new LoadException("target.headers holds target.%s, %s".formatted(HEADER_NAME, own));
    }
    return headers;
  }

  /** A message of gRPC is an array: larger ones than that cannot come anyway. */
  private static int size(Map<String, String> options) {
    String text = options.getOrDefault(MAX_ANSWER, Long.toString(DEFAULT_MAX_ANSWER));
    return (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE - 8);
  }

  /** True for the options whose secrets calls carry. */
  static boolean isSent(String key) {
    return key.startsWith("auth.");
  }

  private static Map<String, Secret> secrets(Map<String, String> options) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    for (String key : SECRETS) {
      String template = options.get(key);
      if (template != null) {
        secrets.put(key, Secret.of("target." + key, template));
      }
    }
    return secrets;
  }
}
