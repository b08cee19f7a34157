package dev.canary.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The lengths of one source file and of its methods, in lines of code: blank lines, comments and
 * imports do not count, so that nobody saves on them.
 */
record SourceFile(Path path, int lines, List<Method> methods) {

  record Method(String name, int lines) {}

  /** Literals are matched too, so that what looks like a comment inside one is left alone. */
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'"
              + "|//[^\\n]*|/\\*[\\s\\S]*?\\*/");

  /** Reads files: all by one compiler, since to set one up takes longer than most files do. */
  static List<SourceFile> readAll(List<Path> paths) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var sources = files.getJavaFileObjectsFromPaths(paths);
      var task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
      var positions = Trees.instance(task).getSourcePositions();
      List<SourceFile> read = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        read.add(of(unit, positions));
      }
      return read;
    }
  }

  private static SourceFile of(CompilationUnitTree unit, SourcePositions positions)
      throws IOException {
    boolean[] code = linesOfCode(unit.getSourceFile().getCharContent(true).toString());
    List<Method> methods = new ArrayList<>();
    new MethodScanner(unit, positions, code).scan(unit, methods);
    return new SourceFile(
        Path.of(unit.getSourceFile().getName()), count(code, 0, code.length), methods);
  }

  private static boolean[] linesOfCode(String text) {
    String bare = LITERAL_OR_COMMENT.matcher(text).replaceAll(SourceFile::withoutComment);
    String[] lines = bare.split("\n", -1);
    boolean[] code = new boolean[lines.length];
    for (int i = 0; i < lines.length; i++) {
      code[i] = !lines[i].isBlank() && !lines[i].startsWith("import ");
    }
    return code;
  }

  /** A literal keeps its lines, but as a word that needs no quoting; a comment only its breaks. */
  private static String withoutComment(MatchResult match) {
    String found = match.group();
    return found.startsWith("/")
        ? found.replaceAll("[^\\n]", "")
        : found.replaceAll("[^\\n]", "x").replaceAll("(?m)^$", "x");
  }

  private static int count(boolean[] code, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (code[i]) {
        count++;
      }
    }
    return count;
  }

  /** Collects methods, constructors and initialisers, those of nested and anonymous classes too. */
  private static final class MethodScanner extends TreeScanner<Void, List<Method>> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final boolean[] code;

    MethodScanner(CompilationUnitTree unit, SourcePositions positions, boolean[] code) {
      this.unit = unit;
      this.positions = positions;
      this.code = code;
    }

    @Override
    public Void visitClass(ClassTree type, List<Method> methods) {
      for (Tree member : type.getMembers()) {
        if (member instanceof BlockTree) {
          methods.add(method("initialiser", member));
        }
      }
      return super.visitClass(type, methods);
    }

    @Override
    public Void visitMethod(MethodTree method, List<Method> methods) {
      if (method.getBody() != null) {
        methods.add(method(method.getName().toString(), method));
      }
      return super.visitMethod(method, methods);
    }

    private Method method(String name, Tree tree) {
      int first = line(positions.getStartPosition(unit, tree));
      int last = line(positions.getEndPosition(unit, tree));
      var file = Path.of(unit.getSourceFile().getName()).getFileName();
      return new Method(name + " in line " + first + " of " + file, count(code, first - 1, last));
    }

    private int line(long position) {
      return (int) unit.getLineMap().getLineNumber(position);
    }
  }
}
