package dev.canary.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One reading of several files: what problems call them, where their references may lead, and every
 * problem found so far.
 */
public final class Reading {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char REPLACEMENT = '\uFFFD';

  private final Path root;
  private final Path realRoot;
  private final List<Problem> problems = new ArrayList<>();

  /** A reading of files below this folder, which no reference may leave. */
  public Reading(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.realRoot = real(this.root).orElse(this.root);
  }

  /** Notes a problem. */
  public void problem(String file, int line, String found, String allowed) {
    problems.add(new Problem(file, line, found, allowed));
  }

  /** Takes over what another reading found. */
  void problems(List<Problem> others) {
    problems.addAll(others);
  }

  /** Takes what stands there out of all problems after so many. */
  void discreet(int after) {
    problems.subList(after, problems.size()).replaceAll(Problem::discreet);
  }

  /** How many problems were found so far. */
  public int count() {
    return problems.size();
  }

  /**
   * Ends the reading.
   *
   * @throws FormatException if there was a problem, with all of them
   */
  public void check() throws FormatException {
    if (!problems.isEmpty()) {
      Map<String, List<Problem>> byFile = new LinkedHashMap<>();
      problems.forEach(p -> byFile.computeIfAbsent(p.file(), f -> new ArrayList<>()).add(p));
      List<Problem> sorted = new ArrayList<>();
      for (List<Problem> ofFile : byFile.values()) {
        ofFile.sort(Comparator.comparingInt(Problem::line));
        sorted.addAll(ofFile);
      }
      throw new FormatException(sorted);
    }
  }

  /** What a person would call the file: its path inside the workspace, or as it is. */
  public String name(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(root) && !absolute.equals(root)
        ? root.relativize(absolute).toString()
        : file.toString();
  }

  /** The bytes of a file, or a problem. */
  public Optional<byte[]> bytes(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      problem(name(file), 0, "the file is missing", "");
    } catch (IOException e) {
      problem(name(file), 0, "cannot be read: " + oneLine(e), "");
    }
    return Optional.empty();
  }

  /** The text of a UTF-8 file without its byte order mark, or a problem. */
  Optional<Source> text(Path file) {
    return bytes(file)
        .flatMap(bytes -> decode(name(file), bytes))
        .map(text -> new Source(file, name(file), text));
  }

  /** The text of UTF-8 bytes without their byte order mark, or a problem. */
  Optional<String> decode(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
      ByteBuffer in = ByteBuffer.wrap(bytes);
      CharBuffer out = CharBuffer.allocate(bytes.length);
      CoderResult result = strict.decode(in, out, true);
      if (result.isError()) {
        int line = Source.lineIn(out.flip(), out.limit());
        String found = "byte 0x%02x is not UTF-8".formatted(bytes[in.position()] & 0xff);
        problem(name, line, found, "UTF-8 text");
        return Optional.empty();
      }
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return Optional.of(marked ? text.substring(1) : text);
  }

  /**
   * Where a reference in a file leads: relative to that file, inside the root, symbolic links
   * followed; empty for any other place. The target need not exist.
   */
  Optional<Path> inside(Path referrer, String reference) {
    try {
      Path folder = referrer.toAbsolutePath().resolveSibling("").normalize();
      Path relative = Path.of(reference);
      if (relative.isAbsolute() || reference.isEmpty()) {
        return Optional.empty();
      }
      Path target = folder.resolve(relative).normalize();
      return real(target).filter(real -> real.startsWith(realRoot)).map(real -> target);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The path with the symbolic links of its existing part followed. */
  private static Optional<Path> real(Path path) {
    try {
      for (Path part = path; part != null; part = part.getParent()) {
        if (Files.exists(part)) {
          return Optional.of(part.toRealPath().resolve(part.relativize(path)).normalize());
        }
        if (Files.isSymbolicLink(part)) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The first line of an exception's message, or its name. */
  static String oneLine(Throwable e) {
    String message = String.valueOf(e.getMessage()).strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end).strip();
    return line.isEmpty() || line.equals("null") ? e.getClass().getSimpleName() : line;
  }
}
