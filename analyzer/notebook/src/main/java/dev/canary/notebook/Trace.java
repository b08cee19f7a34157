package dev.canary.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;

/**
 * What a cell threw, for its author: the frames down to the cell, by line of the cell.
 *
 * @param places of the snippets, by JShell's id
 * @param cell the cell that threw
 */
record Trace(Map<String, Place> places, int cell) {
  /** Where the throwing code lies deep in a library, the frames nearest to the fault tell most. */
  private static final int MOST_FRAMES = 12;

  List<String> of(JShellException thrown) {
    List<String> lines = new ArrayList<>();
    add(lines, "", thrown);
    return lines;
  }

  private void add(List<String> lines, String prefix, Throwable thrown) {
    lines.add(prefix + headline(thrown));
    List<StackTraceElement> frames = List.of(thrown.getStackTrace());
    frames.stream().limit(MOST_FRAMES).map(this::line).forEach(lines::add);
    if (frames.size() > MOST_FRAMES) {
      lines.add("    ... " + (frames.size() - MOST_FRAMES) + " more");
    }
    if (thrown.getCause() != null) {
      add(lines, "caused by ", thrown.getCause());
    }
  }

  private static String headline(Throwable thrown) {
    if (thrown instanceof UnresolvedReferenceException unresolved) {
      return "used before it is whole: " + unresolved.getSnippet().source();
    }
    String name =
        thrown instanceof EvalException e ? e.getExceptionClassName() : thrown.getClass().getName();
    return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
  }

  private String line(StackTraceElement frame) {
    String file = frame.getFileName();
    Place place = file != null && file.startsWith("#") ? places.get(file.substring(1)) : null;
    if (place == null) {
      return "    at " + frame;
    }
    int line = place.line() + frame.getLineNumber() - 1;
    return "    at line " + line + (place.cell() == cell ? "" : " of an earlier cell");
  }
}
