package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.baseline.CaptureException;
import dev.canary.format.FormatException;
import dev.canary.store.StoreException;
import dev.canary.target.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The root of the command line. */
@Command(
    name = "canary",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "Does a deployed model still answer as it did when we trusted it?",
    footer = {
      "",
      "Examples:",
      "  canary probe http://host:8000   look at a model server",
      "  canary init http://host:8000    write a first suite for its model",
      "  canary run                      replay every suite and judge it",
      "  canary capture credit-risk      store how the model answers now",
      "  canary approve credit-risk      trust what was captured",
      "  canary explain                  the last run in words",
      "  canary plan                     how soon is what noticed, how seldom wrongly",
      "",
      "Exit codes: 0 healthy or done, 1 drifted, 2 broken, 3 inconclusive or could not run."
    })
public final class CanaryCommand {

  /** In the order of the help. */
  private static final List<Class<? extends Callable<Integer>>> COMMANDS =
      List.of(
          ProbeCommand.class,
          InitCommand.class,
          RunCommand.class,
          ServeCommand.class,
          CaptureCommand.class,
          ApproveCommand.class,
          ExplainCommand.class,
          PlanCommand.class,
          AlertsCommand.class,
          AckCommand.class,
          SilenceCommand.class,
          DistanceCommand.class,
          KafkaCommand.class,
          TopicsCommand.class,
          DoctorCommand.class,
          DemoCommand.class,
          WarmUpCommand.class);

  /** Runs a command and returns its exit code; whatever goes wrong is told in one line. */
  public static int execute(String... args) {
    CommandLine commands = new CommandLine(new CanaryCommand());
    subcommands(args).forEach(commands::addSubcommand);
    try {
      return executeOn(commands, args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      // Else Java itself would end with 1, which says DRIFTED.
      commands.getErr().println("canary: cannot go on: " + e);
      return ExitCodes.CANNOT;
    }
  }

  private static int executeOn(CommandLine commands, String... args) {
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(CanaryCommand::wrongUsage)
        .setExecutionExceptionHandler(CanaryCommand::failed)
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  /** The one that is named first, if one is: reading what the others can do takes 0.1 s. */
  private static List<Class<?>> subcommands(String... args) {
    for (Class<?> command : COMMANDS) {
      if (args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0])) {
        return List.of(command);
      }
    }
    List<Class<?>> all = new ArrayList<>(COMMANDS);
    all.add(CommandLine.HelpCommand.class);
    return all;
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "canary: "
                + oneLine(e)
                + "; see: "
                + command.getCommandSpec().qualifiedName()
                + " --help");
    return ExitCodes.CANNOT;
  }

  private static int failed(Exception e, CommandLine command, ParseResult result) {
    if (command.getParseResult().hasMatchedOption("--debug")) {
      e.printStackTrace(command.getErr());
    }
    if (e instanceof FormatException format) {
      format.problems().forEach(problem -> command.getErr().println("canary: " + problem));
    } else {
      command.getErr().println("canary: " + say(e));
    }
    return ExitCodes.CANNOT;
  }

  private static String say(Exception e) {
    boolean expected =
        e instanceof CannotRunException
            || e instanceof CaptureException
            || e instanceof LoadException
            || e instanceof StoreException;
    if (expected) {
      return oneLine(e);
    }
    Exception files = e instanceof UncheckedIOException wrapped ? wrapped.getCause() : e;
    return files instanceof IOException io
        ? FileTroubles.oneLine(io)
        : "unexpected "
            + e.getClass().getSimpleName()
            + ": "
            + oneLine(e)
            + "; --debug shows where";
  }

  private static String oneLine(Exception e) {
    return Optional.ofNullable(e.getMessage())
        .orElse(e.getClass().getSimpleName())
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
