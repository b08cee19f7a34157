package dev.canary.app.view;

import dev.canary.evidence.BudgetSentence;
import dev.canary.evidence.Creep;
import dev.canary.evidence.Evidence;
import dev.canary.evidence.EvidenceInput.Origin;
import dev.canary.evidence.EvidenceStep;
import dev.canary.evidence.Exceedance;
import dev.canary.evidence.GrowingRank;
import dev.canary.evidence.LaneStep;
import dev.canary.evidence.MeanBound;
import dev.canary.evidence.RunEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evidence in words: one line below a verdict, or every lane's arithmetic. */
public final class EvidenceText {
  private EvidenceText() {}

  /** What a run's line of a table adds: nothing as long as nothing rises. */
  static Stream<String> news(RunEvidence evidence) {
    EvidenceStep step = evidence.step();
    List<String> lines = new ArrayList<>();
    origin(evidence.input().origin()).ifPresent(lines::add);
    if (step.alerted()) {
      lines.add(
          "evidence %s crossed the threshold of %s, an alert; budget: %s"
              .formatted(
                  number(step.evidence()),
                  number(step.threshold()),
                  BudgetSentence.of(evidence.evidence().share().budget())));
    } else if (evidence.isRising()) {
      int runs = evidence.runsToAlert().orElseThrow();
      lines.add(
          "evidence %s of %s, at this rate an alert in %d %s"
              .formatted(
                  number(step.evidence()),
                  number(step.threshold()),
                  runs,
                  runs == 1 ? "run" : "runs"));
    }
    return lines.stream();
  }

  private static Optional<String> origin(Origin origin) {
    return switch (origin) {
      case HELD, FIRST -> Optional.empty();
      case OTHER_BASELINE -> Optional.of("evidence starts afresh: the baseline is another");
      case OTHER_FORMAT ->
          Optional.of("evidence starts afresh: what was held is of a format not known here");
    };
  }

  /** All that a run did to the evidence, for whoever wants to check it. */
  public static Stream<String> explain(RunEvidence evidence) {
    EvidenceStep step = evidence.step();
    List<String> lines = new ArrayList<>();
    news(evidence).forEach(lines::add);
    lines.add(
        String.format(
            Locale.ROOT,
            "evidence %s of %s, in deposits of one run (ln %.6g of %.6g); run %d, %d %s so far",
            number(step.evidence()),
            number(step.threshold()),
            step.logEvidence(),
            step.logThreshold(),
            step.state().runs(),
            step.state().alerts(),
            step.state().alerts() == 1 ? "alert" : "alerts"));
    if (evidence.isRising()) {
      int runs = evidence.runsSince();
      lines.add(
          "what it speaks of began about %d %s ago, this one included"
              .formatted(runs, runs == 1 ? "run" : "runs"));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "deposit %.6g of a period, %.4g of the budget; theta's seed %s",
            step.deposit(),
            evidence.evidence().share().share(),
            Long.toHexString(step.seed())));
    evidence.lanes().forEach(lane -> lane(evidence, lane).forEach(lines::add));
    step.state().creep().map(EvidenceText::creep).ifPresent(lines::add);
    lines.add("budget: " + BudgetSentence.of(evidence.evidence().share().budget()));
    return lines.stream();
  }

  private static Stream<String> lane(RunEvidence evidence, LaneStep lane) {
    String name = lane.lane().name().toLowerCase(Locale.ROOT);
    if (lane.share().isEmpty()) {
      return Stream.of("lane %s: off, %s".formatted(name, lane.off().orElse("")));
    }
    String bet =
        lane.bets()
            ? String.format(Locale.ROOT, "took in %.6g", lane.deposit())
            : "no bet, its deposit waits";
    String head =
        String.format(
            Locale.ROOT,
            "lane %s: %.4g of each deposit, %s, ln M %.6g -> %.6g",
            name,
            lane.share().get(),
            bet,
            lane.logBefore(),
            lane.logAfter());
    return Stream.concat(Stream.of(head), bets(evidence, lane).map(line -> "  " + line));
  }

  private static Stream<String> bets(RunEvidence run, LaneStep lane) {
    Evidence evidence = run.evidence();
    return switch (lane.lane()) {
      case FAST -> evidence.lanes().fast().stream().map(e -> exceedance(run, lane, e));
      case SLOW -> evidence.lanes().slow().stream().map(e -> exceedance(run, lane, e));
      case BETTING -> evidence.lanes().betting().stream().map(b -> mean(run, lane, b));
      case GROWING -> lane.bets() ? ranks(run).map(EvidenceText::rank) : Stream.empty();
    };
  }

  private static Stream<GrowingRank> ranks(RunEvidence run) {
    return run
        .evidence()
        .lanes()
        .growing(run.input().before(), run.scores().orElseThrow())
        .stream();
  }

  private static String rank(GrowingRank rank) {
    return String.format(
        Locale.ROOT,
        "%s ranks (%.0f larger + theta %.6g x %.0f alike) / %.0f = %.6g: x %s",
        rank.score(),
        rank.larger(),
        rank.theta(),
        rank.equal(),
        rank.all(),
        rank.p(),
        factors(rank.eValues()));
  }

  private static String exceedance(RunEvidence run, LaneStep lane, Exceedance bet) {
    String terms =
        String.format(
            Locale.ROOT,
            "%s above %.6g = %.2g x (k %d of %d), q %.6g",
            bet.score(),
            bet.limit(),
            bet.margin(),
            bet.k(),
            run.evidence().calibration().captures(),
            bet.q());
    return lane.bets() ? terms + result(run, bet) : terms;
  }

  private static String result(RunEvidence run, Exceedance bet) {
    double score = bet.score().of(run.scores().orElseThrow());
    return String.format(
        Locale.ROOT,
        ": scored %.6g, %s x %s",
        score,
        score > bet.limit() ? "won" : "lost",
        factors(bet.eValues(score)));
  }

  private static String factors(double[] eValues) {
    return Arrays.stream(eValues)
        .mapToObj(e -> String.format(Locale.ROOT, "%.4g", e))
        .collect(Collectors.joining(", "));
  }

  private static String mean(RunEvidence run, LaneStep lane, MeanBound bound) {
    String terms =
        String.format(
            Locale.ROOT, "mean of min(1, RMS / %.6g) above %.6g", bound.cap(), bound.mean());
    return lane.bets()
        ? terms
            + String.format(
                Locale.ROOT,
                ": now %.6g",
                Math.min(1, run.scores().orElseThrow().rms() / bound.cap()))
        : terms;
  }

  private static String creep(Creep creep) {
    return String.format(
        Locale.ROOT,
        "creep: RMS moves by %.4g noise floors a day (%.4g to %.4g, %d days)%s; outside the budget",
        creep.slopePerDay(),
        creep.low(),
        creep.high(),
        creep.days(),
        creep.isRising() ? ", and rises" : "");
  }

  /** With two digits, as people compare decades: {@code 4.8e5}. */
  public static String number(double value) {
    if (value == 0 || (value >= 0.1 && value < 1000)) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    return String.format(Locale.ROOT, "%.1e", value).replaceFirst("e\\+?(-?)0*(\\d)", "e$1$2");
  }
}
