package dev.canary.check;

/** How much a finding should worry whoever reads it. */
public enum Severity {
  INFO,
  WARN,
  CRITICAL
}
