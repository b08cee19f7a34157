package dev.canary.app.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ListExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.Transformation;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;
import org.tribuo.transform.transformations.SimpleTransform;

/**
 * The model of the suite {@code credit-risk}: a factorisation machine of Tribuo over standardised
 * numbers and one feature per category, for the labels good and bad.
 *
 * <p>An absent number adds nothing to a standardised sum, so a null counts as an average value.
 */
final class CreditRisk {
  private static final long SEED = 20261101;
  private static final int APPLICANTS = 6000;
  private static final double MISSING = 0.04;
  private static final int EPOCHS = 12;
  private static final int FACTORS = 4;

  /** How often the trainer logs. */
  private static final int NEVER = -1;

  private CreditRisk() {}

  /** Trains the model and writes it; the same bytes every time on the same Java. */
  static void train(Path file) throws IOException {
    FMClassificationTrainer machine =
        new FMClassificationTrainer(
            new LogMulticlass(), new AdaGrad(0.05), EPOCHS, NEVER, SEED, FACTORS, 0.05);
    Model<Label> model = new TransformTrainer<>(machine, scaling()).train(applicants());
    model.setName("credit-risk");
    Files.write(file, FixedTimes.in(model.serialize()).toByteArray());
  }

  private static TransformationMap scaling() {
    List<Transformation> scaled = List.of(new MeanStdDevTransformation());
    List<Transformation> money =
        List.of(SimpleTransform.add(1), SimpleTransform.log(), new MeanStdDevTransformation());
    Map<String, List<Transformation>> byFeature = new LinkedHashMap<>();
    byFeature.put("income|debt", money);
    byFeature.put("age|employmentYears|openLoans|latePayments", scaled);
    return new TransformationMap(byFeature);
  }

  private static MutableDataset<Label> applicants() {
    LabelFactory labels = new LabelFactory();
    OffsetDateTime when = OffsetDateTime.parse(FixedTimes.WHEN);
    MutableDataset<Label> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("made-up loans, seed " + SEED, when, labels), labels);
    Random random = new Random(SEED);
    for (int i = 0; i < APPLICANTS; i++) {
      Applicant applicant = Applicant.draw(random);
      double bad = 1 / (1 + StrictMath.exp(-applicant.riskLogOdds()));
      Label label = new Label(random.nextDouble() < bad ? "bad" : "good");
      dataset.add(example(applicant, label, random));
    }
    return dataset;
  }

  private static Example<Label> example(Applicant applicant, Label label, Random random) {
    Map<String, Double> features = new LinkedHashMap<>();
    features.put("age", (double) applicant.age());
    features.put("income", applicant.income());
    features.put("debt", applicant.debt());
    features.put("employmentYears", applicant.employmentYears());
    features.put("openLoans", (double) applicant.openLoans());
    features.put("latePayments", (double) applicant.latePayments());
    features.put("home@" + word(applicant.home()), 1.0);
    features.put("purpose@" + word(applicant.purpose()), 1.0);
    List<String> names = new ArrayList<>(features.keySet());
    names.removeIf(name -> random.nextDouble() < MISSING);
    return new ListExample<>(
        label,
        names.toArray(String[]::new),
        names.stream().mapToDouble(name -> features.getOrDefault(name, 0.0)).toArray());
  }

  private static String word(Enum<?> category) {
    return category.name().toLowerCase(Locale.ROOT);
  }
}
