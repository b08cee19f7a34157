package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Demo;
import dev.canary.baseline.CaptureException;
import dev.canary.format.FormatException;
import dev.canary.target.LoadException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the whole product once, in a temporary workspace. */
@Command(
    name = "demo",
    description =
        "In a temporary workspace: train, capture, run, flip one bit of a weight, run again, read the finding from Kafka.",
    footer = {"", "Example:", "  canary demo"})
final class DemoCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Override
  public Integer call()
      throws FormatException, CannotRunException, LoadException, CaptureException, IOException {
    boolean found = new Demo(Common::answer, common.style()).play();
    return found ? ExitCodes.DONE : ExitCodes.CANNOT;
  }
}
