package dev.canary.format;

import dev.canary.event.Topic;
import dev.canary.measure.Spelling;
import dev.canary.watch.WatchOverride;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code canary.yaml}. */
final class SettingsReader {
  private static final Pattern N_PER =
      Pattern.compile("([0-9]{1,6}(?:[.][0-9]{1,6})?) per ([0-9]+[a-z]+)");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final Pattern DELICATE =
      Pattern.compile("password|secret|jaas|token|credential|private|key|cert");
  private static final int HIGHEST_PORT = 65_535;

  private final Reading reading;
  private final Workspace workspace;
  private final Settings standard;

  SettingsReader(Reading reading, Workspace workspace) {
    this.reading = reading;
    this.workspace = workspace;
    this.standard = Settings.defaults(workspace);
  }

  /** The settings; anything may stand in them if there are problems. */
  Settings read() {
    Optional<Section> top =
        reading
            .text(workspace.settings())
            .filter(source -> !isBlank(source.text()))
            .flatMap(source -> YamlTree.read(reading, source))
            .flatMap(node -> Section.top(reading, reading.name(workspace.settings()), node));
    if (top.isEmpty()) {
      return standard;
    }
    Settings settings =
        new Settings(
            store(top.get()),
            kafka(top.get()),
            top.get().section("http").map(this::http).orElse(standard.http()),
            top.get().section("budget").map(SettingsReader::budget).orElse(standard.budget()),
            top.get()
                .section("retention")
                .map(SettingsReader::retention)
                .orElse(standard.retention()),
            watches(top.get()),
            new ActionReader(workspace.canaries()).read(top.get()));
    top.get().end();
    return settings;
  }

  private static boolean isBlank(String text) {
    return text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
  }

  private StoreSettings store(Section top) {
    if (!(top.any("store").orElse(null) instanceof Node.Entries)) {
      Optional<Path> path =
          top.name("store").flatMap(text -> Paths.inside(top, "store", workspace.settings(), text));
      return path.<StoreSettings>map(StoreSettings.File::new).orElse(standard.store());
    }
    Section store = top.section("store").orElseThrow();
    store.require("url", "a JDBC address");
    Optional<Secret> url = secret(store, "url");
    Optional<Secret> user = secret(store, "user");
    Optional<Secret> password = secret(store, "password");
    store.end();
    return url.<StoreSettings>map(address -> new StoreSettings.Server(address, user, password))
        .orElse(standard.store());
  }

  private KafkaSettings kafka(Section top) {
    if (top.any("kafka").orElse(null) instanceof Node.Entries) {
      return brokers(top.section("kafka").orElseThrow());
    }
    Map<String, KafkaSettings> words = new LinkedHashMap<>();
    words.put("embedded", new KafkaSettings.Embedded());
    words.put("none", new KafkaSettings.None());
    return top.word("kafka", words).orElse(standard.kafka());
  }

  private KafkaSettings brokers(Section kafka) {
    kafka.require("bootstrap", "addresses of brokers, as in host:9092");
    Optional<Secret> bootstrap = secret(kafka, "bootstrap");
    Optional<String> prefix = kafka.name("topicPrefix");
    prefix
        .filter(text -> !TOPIC.matcher(text).matches())
        .ifPresent(
            text -> kafka.problem("topicPrefix", '"' + text + '"', "letters, digits, . _ and -"));
    Map<String, Secret> properties = new LinkedHashMap<>();
    Optional<Section> section = kafka.section("properties");
    if (section.isPresent()) {
      for (String key : section.get().keys()) {
        secret(section.get(), key).ifPresent(value -> properties.put(key, value));
      }
    }
    kafka.end();
    return bootstrap
        .<KafkaSettings>map(
            b -> new KafkaSettings.Brokers(b, prefix.orElse(Topic.DEFAULT_PREFIX), properties))
        .orElse(standard.kafka());
  }

  private Optional<Secret> secret(Section section, String key) {
    String text = section.spelling(key).orElse("");
    return Secret.read(section, key, visibility(key, text), workspace.canaries());
  }

  private static Secret.Visibility visibility(String key, String text) {
    boolean delicate = DELICATE.matcher(key.toLowerCase(Locale.ROOT)).find();
    boolean address = key.equals("url") && (text.contains("@") || text.contains("?"));
    return delicate || address ? Secret.Visibility.HIDDEN : Secret.Visibility.SHOWN;
  }

  private HttpSettings http(Section section) {
    Optional<String> host = section.name("host");
    Optional<Integer> port = section.count("port", 0);
    if (port.isPresent() && port.get() > HIGHEST_PORT) {
      section.problem("port", String.valueOf(port.get()), "0 to " + HIGHEST_PORT);
    }
    Optional<Secret> token = secret(section, "token");
    Optional<HttpSettings.Tls> tls = section.section("tls").flatMap(this::tls);
    List<String> names = section.texts("names");
    section.end();
    return new HttpSettings(
        host.orElse(HttpSettings.DEFAULT_HOST),
        port.orElse(HttpSettings.DEFAULT_PORT),
        token,
        tls,
        names);
  }

  private Optional<HttpSettings.Tls> tls(Section section) {
    section.require("certificate", Secret.ALLOWED);
    section.require("key", Secret.ALLOWED);
    Optional<Secret> certificate = secret(section, "certificate");
    Optional<Secret> key = secret(section, "key");
    section.end();
    return certificate.flatMap(c -> key.map(k -> new HttpSettings.Tls(c, k)));
  }

  private static BudgetSettings budget(Section section) {
    BudgetSettings standard = BudgetSettings.DEFAULT;
    Optional<String> text = section.name("falseAlerts");
    OptionalDouble delta = section.number("delta", Bounds.CHANCE);
    section.end();
    double count = standard.falseAlerts();
    Duration per = standard.per();
    if (text.isPresent()) {
      Matcher matcher = N_PER.matcher(text.get());
      Optional<Duration> found =
          matcher.matches() ? Scalars.duration(matcher.group(2)) : Optional.empty();
      count = found.isPresent() ? Double.parseDouble(matcher.group(1)) : 0;
      per = found.orElse(per);
      if (count == 0 || per.isZero()) {
        section.problem("falseAlerts", '"' + text.get() + '"', "\"N per D\", as in 1 per 90d");
      }
    }
    return new BudgetSettings(count, per, delta.orElse(standard.delta()));
  }

  private static RetentionSettings retention(Section section) {
    RetentionSettings standard = RetentionSettings.DEFAULT;
    RetentionSettings retention =
        new RetentionSettings(
            section.duration("unhealthyFor").orElse(standard.unhealthyFor()),
            section.count("healthyRuns", 0).orElse(standard.healthyRuns()),
            section.count("runs", 1).orElse(standard.runs()),
            section.duration("historyFor").orElse(standard.historyFor()),
            section.count("events", 0).orElse(standard.events()));
    section.end();
    return retention;
  }

  private Map<String, WatchOverride> watches(Section top) {
    Map<String, WatchOverride> watches = new LinkedHashMap<>();
    Optional<Section> section = top.section("watches");
    if (section.isPresent()) {
      section
          .get()
          .sections()
          .forEach(
              (name, watch) -> {
                WatchOverride override = watch(name, watch);
                watches.put(name, override);
                checkActions(top, watch, override.actions().orElse(List.of()));
              });
    }
    return watches;
  }

  private WatchOverride watch(String name, Section section) {
    OptionalDouble weight = section.number("weight", Bounds.POSITIVE);
    WatchOverride override =
        new WatchOverride(
            section.name("suite"),
            TargetReader.read(section, workspace.settings()),
            WatchReader.timing(section),
            WatchReader.policy(section),
            section.name("region"),
            weight.isPresent() ? Optional.of(weight.getAsDouble()) : Optional.empty(),
            section.flag("dryRun"),
            section.has("actions") ? Optional.of(section.texts("actions")) : Optional.empty(),
            TargetReader.read(section, "fallback", workspace.settings()));
    checkSuite(section, override.suite().orElse(name));
    section.end();
    return override;
  }

  /** An action that has a problem of its own may be named all the same. */
  private static void checkActions(Section top, Section watch, List<String> named) {
    Set<String> known =
        top.any("actions").orElse(null) instanceof Node.Entries all
            ? all.entries().keySet()
            : Set.of();
    for (String action : named) {
      if (!known.contains(action)) {
        String allowed =
            known.isEmpty() ? "the name of one of actions" : Spelling.allowed(action, known);
        watch.problem("actions", '"' + action + '"', allowed);
      }
    }
  }

  private void checkSuite(Section section, String suite) {
    if (!workspace.suites().contains(suite)) {
      String found = section.path("suite") + " is \"" + suite + "\", which is no suite";
      String allowed = Spelling.allowed(suite, workspace.suites());
      reading.problem(section.file(), section.line("suite"), found, allowed);
    }
  }
}
