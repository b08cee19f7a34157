package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Delivery;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import dev.canary.format.Texts;
import dev.canary.kafka.BrokerException;
import dev.canary.kafka.Difference;
import dev.canary.kafka.KafkaSettings;
import dev.canary.kafka.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the topics, or looks whether they are as they must be. */
@Command(
    name = "topics",
    description =
        "Create the topics on the broker, or compare them with what the broker has; without option print the commands that create them.",
    footer = {
      "",
      "Examples:",
      "  canary topics                          the commands for whoever runs the broker",
      "  canary topics --create --partitions 6  create what is missing, then check",
      "  canary topics --check                  exit 3 and a command for each difference"
    })
final class TopicsCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  @Mixin private Common common = new Common();

  @ArgGroup(exclusive = true)
  private Action action = new Action();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "So many in each topic (default: as many as the broker gives by itself).")
  private @Nullable Integer partitions;

  /** What is to be done; to print is the third. */
  static final class Action {
    @Option(names = "--create", description = "Create the topics that are missing, then check.")
    private boolean create;

    @Option(names = "--check", description = "Compare the topics with what the broker has.")
    private boolean check;
  }

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open();
        Delivery delivery = wiring.delivery()) {
      KafkaSettings broker =
          delivery
              .connect()
              .orElseThrow(
                  () ->
                      new CannotRunException(
                          "kafka is none in canary.yaml: there is no broker for topics"));
      return with(new Topics(broker, count()));
    } catch (BrokerException e) {
      throw new CannotRunException(String.valueOf(e.getMessage()), e);
    }
  }

  private OptionalInt count() throws CannotRunException {
    if (partitions == null) {
      return OptionalInt.empty();
    }
    if (partitions < 1) {
      throw new CannotRunException("--partitions is " + partitions + "; allowed: 1 or more");
    }
    return OptionalInt.of(partitions);
  }

  private int with(Topics topics) {
    if (!action.create && !action.check) {
      topics.describe().forEach(Common::answer);
      return ExitCodes.DONE;
    }
    if (action.create) {
      for (String name : new TreeSet<>(topics.createMissing(TIMEOUT))) {
        common.say("created " + name);
      }
    }
    List<Difference> differences = topics.check(TIMEOUT);
    for (Difference difference : differences) {
      Common.answer(common.json() ? json(difference) : text(difference));
    }
    if (differences.isEmpty()) {
      common.say("the topics are as they should be");
      return ExitCodes.DONE;
    }
    return ExitCodes.CANNOT;
  }

  private static String text(Difference difference) {
    return "%s: %s%n  %s".formatted(difference.topic(), difference.found(), difference.command());
  }

  private static String json(Difference difference) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("topic", difference.topic());
    texts.put("found", difference.found());
    texts.put("command", difference.command());
    return Texts.json(texts);
  }
}
