package dev.canary.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which client properties are secret, and how to keep them out of a text. */
final class Secrets {
  static final String MASK = "****";

  private static final Pattern SUSPICIOUS =
      Pattern.compile(
          "password|passwd|secret|token|credential|jaas|private|assertion",
          Pattern.CASE_INSENSITIVE);

  /** The options of a login module, as in {@code username="x" password='y'}. */
  private static final Pattern JAAS_OPTION =
      Pattern.compile("[\\w.]+\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;\"']+))");

  private static final Set<String> HARMLESS = Set.of("true", "false");

  private static final List<ConfigDef> KNOWN =
      List.of(
          ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef());

  private Secrets() {}

  /** Anything that Kafka does not declare, or declares or names like a secret. */
  static boolean isSecret(String key) {
    boolean declaredPlain =
        KNOWN.stream()
            .map(known -> known.configKeys().get(key))
            .anyMatch(found -> found != null && found.type != ConfigDef.Type.PASSWORD);
    return !declaredPlain || SUSPICIOUS.matcher(key).find();
  }

  static String masked(String text, Map<String, String> properties) {
    String result = text;
    for (String secret : secrets(properties)) {
      result = result.replace(secret, MASK);
    }
    return result;
  }

  /** The longest first, so that a secret within a secret does not leave the rest standing. */
  private static Set<String> secrets(Map<String, String> properties) {
    Set<String> secrets =
        new TreeSet<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    properties.forEach(
        (key, value) -> {
          if (isSecret(key)) {
            secrets.add(value);
            secrets.addAll(options(value));
          }
        });
    secrets.removeIf(secret -> secret.isBlank() || HARMLESS.contains(secret));
    return secrets;
  }

  private static Set<String> options(String value) {
    Set<String> options = new TreeSet<>();
    Matcher option = JAAS_OPTION.matcher(value);
    while (option.find()) {
      for (int group = 1; group <= option.groupCount(); group++) {
        String found = option.group(group);
        if (found != null) {
          options.add(found);
        }
      }
    }
    return options;
  }
}
