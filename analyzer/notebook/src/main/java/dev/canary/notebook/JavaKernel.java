package dev.canary.notebook;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.jspecify.annotations.Nullable;

/** A Jupyter kernel for Java: the protocol is a library's, the language the JDK's own JShell. */
public final class JavaKernel extends BaseKernel {
  /** Any answer but the library's words says "incomplete", and with what the next line begins. */
  private static final String NO_INDENT = "";

  private final JavaShell shell = new JavaShell();

  /** Serves the front end that the connection file names, until it goes away. */
  public static void main(String[] args) throws Exception {
    endWithFrontEnd();
    // The log's console is fixed when it is first used: outside of any cell, else it would write
    // into that one.
    Logger.getLogger("").getHandlers();
    Logger.getLogger("").setLevel(Level.WARNING);
    var front =
        new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
    new JavaKernel().becomeHandlerForConnection(front);
    front.connect();
    front.waitUntilClose();
    // Threads that cells have started may still run.
    System.exit(0);
  }

  /** A kernel must not outlive its front end, however that one ends. */
  private static void endWithFrontEnd() {
    // Jupyter tells its own number; the parent would be another process if Jupyter had ended
    // already.
    String told = System.getenv("JPY_PARENT_PID");
    ProcessHandle frontEnd =
        told == null
            ? ProcessHandle.current().parent().orElseThrow()
            : ProcessHandle.of(Long.parseLong(told)).orElseThrow();
    Future<?> unused = frontEnd.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
  }

  /** Runs a cell; null when there is nothing to show. */
  @Override
  public @Nullable DisplayData eval(String cell) throws CellException {
    return shell.run(cell).map(JavaKernel::display).orElse(null);
  }

  private static DisplayData display(Object value) {
    DisplayData data = new DisplayData(text(value));
    if (value instanceof Displayable shown) {
      data.putData(shown.mimeType(), shown.content());
    }
    return data;
  }

  private static String text(Object value) {
    if (value.getClass().isArray()) {
      String list = Arrays.deepToString(new Object[] {value});
      return list.substring(1, list.length() - 1);
    }
    return value.toString();
  }

  /** The message is all an author needs: no stack of the kernel's. */
  @Override
  public List<String> formatError(Exception thrown) {
    return thrown instanceof CellException
        ? String.valueOf(thrown.getMessage()).lines().toList()
        : super.formatError(thrown);
  }

  @Override
  public String isComplete(String cell) {
    List<Piece> pieces = Piece.of(cell, shell.analysis());
    if (pieces.isEmpty()) {
      return IS_COMPLETE_YES;
    }
    Piece last = pieces.get(pieces.size() - 1);
    if (last.isIncomplete()) {
      return NO_INDENT;
    }
    return last.completeness() == Completeness.UNKNOWN ? IS_COMPLETE_BAD : IS_COMPLETE_YES;
  }

  @Override
  public ReplacementOptions complete(String cell, int at) {
    List<Piece> pieces = Piece.of(cell.substring(0, at), shell.analysis());
    int start = pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).start();
    int[] anchor = {0};
    List<String> words =
        shell
            .analysis()
            .completionSuggestions(cell.substring(start, at), at - start, anchor)
            .stream()
            .map(Suggestion::continuation)
            .distinct()
            .toList();
    return new ReplacementOptions(words, start + anchor[0], at);
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("java")
        .version(Integer.toString(Runtime.version().feature()))
        .mimetype("text/x-java-source")
        .fileExtension(".jshell")
        .pygments("java")
        .codemirror("text/x-java")
        .build();
  }

  @Override
  public void interrupt() {
    shell.interrupt();
  }

  @Override
  public void onShutdown(boolean restarting) {
    shell.close();
  }
}
