package dev.canary.notebook;

import java.util.List;

/** Why a cell has no result: what is wrong, and at which line of the cell. */
public final class CellException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param lines what to show; the first stands alone
   */
  CellException(List<String> lines) {
    // Without a stack of the kernel's own: no author of a cell needs it, and Jupyter would show it.
    super(String.join("\n", lines), null, false, false);
  }

  CellException(String line) {
    this(List.of(line));
  }
}
