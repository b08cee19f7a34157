package dev.canary.http.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running process and its three pipes, each served by a thread of its own, so that nobody waits
 * for a full pipe: neither the child, nor whoever asks it.
 */
final class Child implements AutoCloseable {
  /** The most of the child's last words that is kept. */
  static final int KEPT_STDERR = 1 << 16;

  private static final int WAITING_LINES = 16;
  private static final int LAST_WORDS = 200;
  private static final long END_MILLIS = 2_000;

  private final Process process;
  private final int maxLine;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(WAITING_LINES);
  private final BlockingQueue<byte[]> toSend = new LinkedBlockingQueue<>();
  private final StderrTail stderr = new StderrTail();
  private final List<Thread> threads;

  /** Kept, because a dead process no longer tells whom it had started. */
  private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

  /** What came out of the child. */
  sealed interface Event {
    /** A line that holds more than blanks, without its end. */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, not copied.
    record Line(byte[] bytes) implements Event {}

    /** A line longer than any may be; nothing is read after it. */
    record TooLong() implements Event {}

    /** Nothing more will come. */
    record End() implements Event {}
  }

  private Child(Process process, int maxLine) {
    this.process = process;
    this.maxLine = maxLine;
    this.threads =
        List.of(
            started("command-stdout", this::read),
            started("command-stdin", this::write),
            started("command-stderr", () -> stderr.drain(process.getErrorStream())));
  }

  /**
   * Starts a process.
   *
   * @param maxLine the longest line that is read, in bytes
   * @throws IOException if the program cannot be started
   */
  static Child start(List<String> command, Path folder, int maxLine) throws IOException {
    return new Child(new ProcessBuilder(command).directory(folder.toFile()).start(), maxLine);
  }

  private static Thread started(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Sends a line; returns at once, however slowly the child reads. */
  void send(byte[] line) {
    toSend.add(line);
  }

  /** What comes next, if something does within this time. */
  Optional<Event> next(long nanos) throws InterruptedException {
    return Optional.ofNullable(events.poll(nanos, TimeUnit.NANOSECONDS));
  }

  /** How the process ended and what it said last, for a message. */
  String end() {
    try {
      boolean ended = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
      threads.get(2).join(END_MILLIS);
      String how = ended ? "ended with exit code " + process.exitValue() : "closed its output";
      String words = stderr.lastLine();
      return words.isEmpty() ? how : how + ": " + shortened(words);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "ended";
    }
  }

  private static String shortened(String words) {
    return words.length() <= LAST_WORDS ? words : words.substring(0, LAST_WORDS) + "...";
  }

  /** Notes the processes that the child has started by now, to end them with it. */
  void noteDescendants() {
    process.descendants().forEach(descendants::add);
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      while (true) {
        out.write(toSend.take());
        out.write('\n');
        out.flush();
      }
    } catch (IOException e) {
      // The child reads no more: what it writes, or its end, says why.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      LineReader lines = new LineReader(in, maxLine);
      Event event;
      do {
        event = lines.next();
        events.put(event);
      } while (event instanceof Event.Line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      events.clear();
      events.add(new Event.End());
    }
  }

  /** Ends the process and all that it started, at once. */
  @Override
  public void close() {
    noteDescendants();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    threads.forEach(Thread::interrupt);
  }

  /** The last bytes of what a child writes to its standard error. */
  private static final class StderrTail {
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int size;

    void drain(InputStream in) {
      byte[] buffer = new byte[1 << 12];
      try (in) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          add(Arrays.copyOf(buffer, read));
        }
      } catch (IOException e) {
        // The pipe is gone: what was said until then is what there is.
        return;
      }
    }

    private synchronized void add(byte[] piece) {
      pieces.addLast(piece);
      size += piece.length;
      while (size - pieces.getFirst().length >= KEPT_STDERR) {
        size -= pieces.removeFirst().length;
      }
    }

    synchronized String lastLine() {
      ByteArrayOutputStream all = new ByteArrayOutputStream(size);
      pieces.forEach(all::writeBytes);
      return all.toString(StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
          .filter(line -> !line.isEmpty())
          .reduce("", (earlier, later) -> later);
    }
  }
}
