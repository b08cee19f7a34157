package dev.canary.http;

import java.util.regex.Pattern;

/**
 * What may stand in a header (RFC 9110 section 5), checked before a library does it: its message
 * would quote the value, which may be a secret.
 */
final class HeaderText {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private HeaderText() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }
}
