package dev.canary.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** Runs cells of Java one after the other; what one declares, the next ones see. */
final class JavaShell implements AutoCloseable {
  /** Imported from the start. */
  private static final List<String> IMPORTS =
      List.of("java.util.*", "java.util.stream.*", "java.nio.file.*", "dev.canary.notebook.*");

  private final InPlace execution = new InPlace();
  private final JShell shell = JShell.builder().executionEngine(execution, Map.of()).build();
  private final Map<String, Place> places = new HashMap<>();
  private int cells;

  JavaShell() {
    IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
  }

  SourceCodeAnalysis analysis() {
    return shell.sourceCodeAnalysis();
  }

  /**
   * Runs a cell and returns the value of its last expression: nothing after a statement or a
   * declaration, the word null for null.
   *
   * @throws CellException if the cell does not compile, before any of it runs where its syntax is
   *     wrong, or if it throws; what ran before stays done
   */
  Optional<Object> run(String text) throws CellException {
    String cell = text.replace("\r\n", "\n");
    cells++;
    List<Piece> pieces = Piece.of(cell, analysis());
    if (!pieces.isEmpty()) {
      demandSyntax(cell, pieces.get(pieces.size() - 1));
    }
    List<Snippet> snippets = new ArrayList<>();
    Optional<Object> value = Optional.empty();
    for (Piece piece : pieces) {
      SnippetEvent event = evaluate(cell, piece);
      snippets.add(event.snippet());
      value = piece.wantsValue() ? valueOf(event.snippet()) : Optional.empty();
    }
    demandResolved(snippets);
    return value;
  }

  private void demandSyntax(String cell, Piece last) throws CellException {
    if (last.completeness() == SourceCodeAnalysis.Completeness.DEFINITELY_INCOMPLETE) {
      throw new CellException(
          "line "
              + Place.of(cells, cell, last).line()
              + ": what begins here has no end: a semicolon or a bracket is missing");
    }
    if (last.completeness() == SourceCodeAnalysis.Completeness.UNKNOWN) {
      evaluate(cell, last);
    }
  }

  private SnippetEvent evaluate(String cell, Piece piece) throws CellException {
    // The other events tell what became of earlier snippets.
    List<SnippetEvent> events = shell.eval(piece.toEvaluate());
    SnippetEvent event =
        events.stream().filter(e -> e.causeSnippet() == null).findFirst().orElseThrow();
    Place place = Place.of(cells, cell, piece);
    places.put(event.snippet().id(), place);
    if (event.status() == Status.REJECTED) {
      throw new CellException(
          Complaint.of(cell, piece, shell.diagnostics(event.snippet()).toList()));
    }
    JShellException thrown = event.exception();
    if (thrown != null) {
      throw new CellException(new Trace(places, cells).of(thrown));
    }
    return event;
  }

  private Optional<Object> valueOf(Snippet snippet) {
    return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
            || snippet.subKind() == SubKind.VAR_VALUE_SUBKIND
        ? Optional.of(Objects.requireNonNullElse(execution.value(), "null"))
        : Optional.empty();
  }

  /** JShell lets a method use what does not exist yet; at the end of its cell it must. */
  private void demandResolved(List<Snippet> snippets) throws CellException {
    for (Snippet snippet : snippets) {
      if (snippet instanceof DeclarationSnippet declaration
          && (shell.status(snippet) == Status.RECOVERABLE_DEFINED
              || shell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED)) {
        String missing = String.join(", ", shell.unresolvedDependencies(declaration).toList());
        int line = Objects.requireNonNull(places.get(snippet.id())).line();
        throw new CellException("line " + line + ": cannot find " + missing);
      }
    }
  }

  /** Interrupts the cell that runs. */
  void interrupt() {
    execution.stop();
  }

  @Override
  public void close() {
    shell.close();
  }
}
