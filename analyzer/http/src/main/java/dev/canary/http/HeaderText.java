package dev.canary.http;

import java.util.regex.Pattern;

/**
 * What may stand in a header (RFC 9110 section 5), checked before a library does it: its message
 * would quote the value, which may be a secret.
 */
public final class HeaderText {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private HeaderText() {}

  /** True for what may name a header. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** True for what may be its value: printable ASCII, tabs and blanks. */
  public static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }
}
