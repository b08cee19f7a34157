package dev.canary.app.web;

import dev.canary.app.view.EvidenceText;
import dev.canary.check.Cause;
import dev.canary.format.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How the page spells what it shows. */
final class Show {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final int DIGEST = 12;

  private Show() {}

  /** An instant for people, in UTC. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  static String millis(Duration length) {
    return millis(length.toNanos());
  }

  static String millis(long nanos) {
    double millis = nanos / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.2f\u00a0ms" : "%,.0f\u00a0ms", millis);
  }

  /** A number of four digits; empty where there is none. */
  static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
    }
    return value == 0 ? "0" : plain(String.format(Locale.ROOT, "%.4g", value));
  }

  /** Without zeros that say nothing: 32, not 32.00; 9.2e4, not 9.200e+04. */
  private static String plain(String number) {
    int e = number.indexOf('e');
    String digits = e < 0 ? number : number.substring(0, e);
    String exponent = e < 0 ? "" : "e" + Integer.parseInt(number.substring(e + 1));
    return (digits.indexOf('.') < 0 ? digits : digits.replaceAll("\\.?0+$", "")) + exponent;
  }

  /** As people compare decades: {@code 4.8e5}. */
  static String decades(double value) {
    return EvidenceText.number(value);
  }

  /** Without loss, for scripts; empty where there is none. */
  static String lossless(OptionalDouble value) {
    return value.isPresent() ? Numbers.text(value.getAsDouble()) : "";
  }

  static String causes(Collection<Cause> causes) {
    return causes.stream().map(Cause::name).map(Show::words).collect(Collectors.joining(", "));
  }

  /** A word of the product as people read it: {@code WEIGHTS_CHANGED} is "weights changed". */
  static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The beginning of a digest, by which people tell two of them apart. */
  static String digest(String digest) {
    String bare = digest.substring(digest.indexOf(':') + 1);
    return bare.substring(0, Math.min(DIGEST, bare.length()));
  }
}
