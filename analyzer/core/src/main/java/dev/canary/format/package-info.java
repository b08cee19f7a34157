/**
 * Readers and writers of every file: strict, lossless, and all problems at once. Jackson, the YAML
 * reader and the CSV reader are used only here.
 */
@NullMarked
package dev.canary.format;

import org.jspecify.annotations.NullMarked;
