package dev.canary.app.cli;

import dev.canary.app.init.ProbeJob;
import dev.canary.app.init.ProbeReport;
import dev.canary.app.init.Probed;
import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import dev.canary.target.LoadException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks at a model server without any configuration. */
@Command(
    name = "probe",
    description =
        "Look at a model server without any configuration: its protocol, health, metadata, one inference, what is quirky.",
    footer = {
      "",
      "Examples:",
      "  canary probe http://127.0.0.1:8000",
      "  canary probe http://127.0.0.1:8000 --model digits --output json",
      "  canary probe grpc://127.0.0.1:8001/digits",
      "  canary probe https://models.example.org --set 'auth.bearer=$${env:TOKEN}'",
      "",
      "Exit codes:",
      "  0  the server says that it is ready (or says nothing), and one inference was good",
      "  2  it says that it is not ready, or the inference failed",
      "  3  wrong usage, nobody answers, no protocol was recognised, or too little is known to try an inference"
    })
final class ProbeCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();
  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(paramLabel = "URL", description = "Where the server is.")
  private String place = "";

  @Override
  public Integer call() throws CannotRunException, FormatException, LoadException {
    if (!place.contains("://")) {
      throw new CannotRunException(
          "%s is no address as in http://host:8000; for a model's file, run: canary init %s"
              .formatted(place, place));
    }
    Probed probed = new ProbeJob(Wiring.plainReplay()).probe(options.at(place), Path.of(""));
    ProbeReport report = new ProbeReport(probed);
    if (common.json()) {
      Common.answer(report.json());
    } else {
      report.lines().forEach(Common::answer);
    }
    if (probed.isReady()) {
      return ExitCodes.DONE;
    }
    return probed.isUnknown() ? ExitCodes.CANNOT : ExitCodes.BROKEN;
  }
}
