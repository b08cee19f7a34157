package dev.canary.http.command;

import dev.canary.suite.Place;
import dev.canary.suite.Reset;
import dev.canary.suite.TargetSpec;
import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.target.Target;
import dev.canary.target.TargetProvider;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Targets of type {@code command}: a model in a process that this one starts, for everything that
 * has no protocol of its own.
 *
 * <p>{@code model} is the file that is run, or, with {@code run: [python3, model.py]}, the file
 * that holds the model; its folder is the working directory.
 */
public final class CommandProvider implements TargetProvider {
  private static final int CHUNK = 1 << 16;
  private static final long LONGEST_LINE = 1L << 30;
  private static final String DEFAULT_TIMEOUT = "PT30S";
  private static final String DEFAULT_LINE = Integer.toString(64 << 20);

  @Override
  public String type() {
    return "command";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of("run", Option.Kind.TEXTS),
        Option.of("timeouts.total", Option.Kind.DURATION),
        Option.of("maxAnswer", Option.Kind.SIZE));
  }

  /** False: what crashes there is another process. */
  @Override
  public boolean runsNativeCode(TargetSpec spec) {
    return false;
  }

  @Override
  public List<Reset> resets(TargetSpec spec) {
    return List.of(Reset.reload());
  }

  @Override
  public Target open(TargetSpec spec) throws LoadException {
    if (!(spec.place() instanceof Place.File file)) {
      throw new LoadException(
          "target.model needs a file for a command, found " + spec.place().text());
    }
    if (spec.reset() instanceof Reset.Method) {
      throw new LoadException(
          "target.reset is \"%s\"; a command has none and reload".formatted(spec.reset().label()));
    }
    Path model = file.path().toAbsolutePath();
    String run = spec.options().get("run");
    Command command =
        new Command(
            run == null ? List.of(model.toString()) : Arrays.asList(run.split(",", -1)),
            model,
            Duration.parse(spec.options().getOrDefault("timeouts.total", DEFAULT_TIMEOUT)),
            longestLine(spec),
            digest(model),
            spec.version(),
            spec.reset());
    return new CommandTarget(command);
  }

  private static int longestLine(TargetSpec spec) throws LoadException {
    long bytes = Long.parseLong(spec.options().getOrDefault("maxAnswer", DEFAULT_LINE));
    if (bytes > LONGEST_LINE) {
      throw new LoadException("target.maxAnswer is %d bytes; allowed is 1GiB".formatted(bytes));
    }
    return (int) bytes;
  }

  private static String digest(Path model) throws LoadException {
    try (InputStream in = Files.newInputStream(model)) {
      Digest digest = new Digest();
      for (byte[] bytes = in.readNBytes(CHUNK); bytes.length > 0; bytes = in.readNBytes(CHUNK)) {
        digest.add(bytes);
      }
      return digest.finish();
    } catch (IOException e) {
      throw new LoadException("%s cannot be read".formatted(model), e);
    }
  }
}
