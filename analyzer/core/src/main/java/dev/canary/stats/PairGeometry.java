package dev.canary.stats;

/**
 * How two pairs of rows (a, b) and (c, d) lie to each other.
 *
 * <p>The differences of squared distances are kept beside the squared distances themselves, because
 * subtracting the latter would lose all digits when b is close to a, or d to c.
 *
 * @param ac squared distance between a and c; {@code bd}, {@code ad} and {@code bc} likewise
 * @param adLessAc {@code ad - ac} to all its digits; the other three likewise
 * @param inner the inner product of a - b and c - d
 * @param ab squared distance between a and b, which are as far apart as their pair has moved
 * @param cd squared distance between c and d
 */
record PairGeometry(
    double ac,
    double bd,
    double ad,
    double bc,
    double adLessAc,
    double bdLessBc,
    double bcLessAc,
    double bdLessAd,
    double inner,
    double ab,
    double cd) {

  /** The product of how far both pairs have moved. */
  double movements() {
    return Math.sqrt(ab) * Math.sqrt(cd);
  }

  static PairGeometry of(RowPair first, RowPair second) {
    double[] a = first.low();
    double[] b = first.high();
    double[] c = second.low();
    double[] d = second.high();
    double ac = 0;
    double bd = 0;
    double ad = 0;
    double bc = 0;
    double adLessAc = 0;
    double bdLessBc = 0;
    double bcLessAc = 0;
    double bdLessAd = 0;
    double inner = 0;
    double ab = 0;
    double cd = 0;
    for (int k = 0; k < a.length; k++) {
      double fromAtoC = a[k] - c[k];
      double fromAtoD = a[k] - d[k];
      double fromBtoC = b[k] - c[k];
      double fromBtoD = b[k] - d[k];
      double fromAtoB = b[k] - a[k];
      double fromDtoC = c[k] - d[k];
      ac += fromAtoC * fromAtoC;
      bd += fromBtoD * fromBtoD;
      ad += fromAtoD * fromAtoD;
      bc += fromBtoC * fromBtoC;
      adLessAc += fromDtoC * (fromAtoC + fromAtoD);
      bdLessBc += fromDtoC * (fromBtoC + fromBtoD);
      bcLessAc += fromAtoB * (fromAtoC + fromBtoC);
      bdLessAd += fromAtoB * (fromAtoD + fromBtoD);
      inner -= fromAtoB * fromDtoC;
      ab += fromAtoB * fromAtoB;
      cd += fromDtoC * fromDtoC;
    }
    return new PairGeometry(ac, bd, ad, bc, adLessAc, bdLessBc, bcLessAc, bdLessAd, inner, ab, cd);
  }
}
