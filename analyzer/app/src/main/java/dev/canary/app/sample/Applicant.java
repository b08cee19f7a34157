package dev.canary.app.sample;

import java.util.Random;

/**
 * Someone who asks for a consumer loan, as the made-up world of the credit sample has them.
 *
 * @param age in years
 * @param income per year, before tax
 * @param debt still owed elsewhere
 * @param employmentYears with the present employer
 * @param openLoans running at the same time
 * @param latePayments in the last two years
 * @param home how they live
 * @param purpose of the loan
 */
record Applicant(
    int age,
    double income,
    double debt,
    double employmentYears,
    int openLoans,
    int latePayments,
    Home home,
    Purpose purpose) {

  enum Home {
    OWN(-0.5),
    MORTGAGE(-0.3),
    RENT(0.15),
    PARENTS(0.25);

    private final double risk;

    Home(double risk) {
      this.risk = risk;
    }
  }

  enum Purpose {
    CAR(0),
    EDUCATION(-0.1),
    FURNITURE(0.1),
    MEDICAL(0.15),
    REFINANCING(0.35),
    HOLIDAY(0.45),
    BUSINESS(0.5);

    private final double risk;

    Purpose(double risk) {
      this.risk = risk;
    }
  }

  /** Draws an applicant; incomes and debts are log-normal, youth earns less and lives at home. */
  static Applicant draw(Random random) {
    int age = 18 + (int) (60 * StrictMath.pow(random.nextDouble(), 1.4));
    double start = Math.min(1, 0.45 + (age - 18) / 14.0);
    double income = round(start * StrictMath.exp(10.45 + 0.5 * random.nextGaussian()));
    boolean indebted = random.nextDouble() < 0.8;
    double debt = indebted ? round(income * StrictMath.exp(-1.1 + 0.9 * random.nextGaussian())) : 0;
    double employed =
        Math.min(age - 17.5, -StrictMath.log(1 - random.nextDouble()) * (age < 30 ? 2.5 : 8));
    int loans = (int) (-StrictMath.log(1 - random.nextDouble()) * 1.2);
    int late = random.nextDouble() < 0.7 ? 0 : 1 + (int) (6 * random.nextDouble());
    Purpose purpose = Purpose.values()[random.nextInt(Purpose.values().length)];
    return new Applicant(
        age,
        income,
        debt,
        Math.rint(employed * 2) / 2,
        loans,
        late,
        home(age, random.nextDouble()),
        purpose);
  }

  private static double round(double money) {
    return Math.rint(money / 100) * 100;
  }

  private static Home home(int age, double chance) {
    double parents = age < 26 ? 0.5 : 0.04;
    double owned = Math.max(0, (age - 28) / 70.0);
    double mortgaged = age < 28 || age > 66 ? 0.05 : 0.3;
    if (chance < parents) {
      return Home.PARENTS;
    } else if (chance < parents + owned) {
      return Home.OWN;
    }
    return chance < parents + owned + mortgaged ? Home.MORTGAGE : Home.RENT;
  }

  /** The logarithm of the odds that the loan goes bad, in the world that the model has to learn. */
  double riskLogOdds() {
    double burden = StrictMath.log((debt + 2000) / (income + 2000)) + 1;
    double ageing = 0.04 * Math.max(0, 30 - age) + 0.03 * Math.max(0, age - 68);
    double youngFounder = purpose == Purpose.BUSINESS && age < 26 ? 0.8 : 0;
    double nestling = home == Home.PARENTS && age > 40 ? 0.5 : 0;
    return -1.9
        + 0.9 * burden
        + 0.5 * latePayments
        + 0.18 * openLoans
        - 0.06 * Math.min(employmentYears, 15)
        + ageing
        + home.risk
        + purpose.risk
        + youngFounder
        + nestling;
  }
}
