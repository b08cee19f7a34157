package dev.canary.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.bench.experiment.FalseAlerts.Condition;
import dev.canary.bench.experiment.FalseAlerts.Kind;
import dev.canary.evidence.Calibration;
import dev.canary.evidence.Decorrelation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExperimentsTest {

  @Test
  void threadsDoNotChangeARow() {
    assertThat(rows(3)).isEqualTo(rows(1));
  }

  private static String rows(int threads) {
    FalseAlerts alerts = new FalseAlerts(new Settings(6, 2_000, 7, threads));
    alerts.count(new Condition(Noise.LOGNORMAL, Kind.SCALAR, 50, Plan.DAY), List.of(Rule.values()));
    return alerts.outcome().raw().toString();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindOfModelIsCapturedAsAsked(Kind kind) {
    var random = Seeds.generator(7, 0, kind.name());
    Deployment deployment = kind.start(Noise.REPLICAS, random);
    Calibration captures = deployment.capture(100, Plan.APART, random);
    assertThat(captures.captures()).isEqualTo(100);
    assertThat(captures.decorrelation()).isInstanceOf(Decorrelation.Spread.class);
    assertThat(deployment.next().max()).isPositive();
  }

  @Test
  void capturesInABurstSayThatTheyAreOne() {
    var random = Seeds.generator(7, 0);
    Calibration captures =
        new ScalarDeployment(Noise.GAUSSIAN, random).capture(100, Plan.BURST, random);
    assertThat(captures.decorrelation()).isInstanceOf(Decorrelation.Burst.class);
  }

  @Test
  void aRowNeedsAValueForEveryColumn(@TempDir Path folder) throws Exception {
    Sheet sheet = new Sheet("rule", "alerts");
    sheet.add("a, b", 0.25);
    assertThatThrownBy(() -> sheet.add("c")).isInstanceOf(IllegalArgumentException.class);
    Path file = folder.resolve("sheet.csv");
    sheet.write(file);
    assertThat(Files.readString(file)).isEqualTo("rule,alerts\n\"a, b\",0.25\n");
  }
}
