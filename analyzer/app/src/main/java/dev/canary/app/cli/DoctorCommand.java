package dev.canary.app.cli;

import dev.canary.app.job.CannotRunException;
import dev.canary.app.job.Doctor;
import dev.canary.app.job.Wiring;
import dev.canary.format.FormatException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks whether everything that a run needs is in order. */
@Command(
    name = "doctor",
    description =
        "Check Java, files, models, baselines, store and broker, and say what to do about each problem.",
    footer = {"", "Example:", "  canary doctor"})
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Override
  public Integer call() throws FormatException, CannotRunException {
    try (Wiring wiring = common.open()) {
      List<Doctor.Diagnosis> diagnoses = new Doctor(wiring).examine();
      for (Doctor.Diagnosis diagnosis : diagnoses) {
        Common.answer(common.json() ? diagnosis.json() : diagnosis.line());
      }
      boolean well = diagnoses.stream().allMatch(Doctor.Diagnosis::well);
      return well ? ExitCodes.DONE : ExitCodes.CANNOT;
    }
  }
}
