package dev.canary.format;

import dev.canary.baseline.Baseline;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The two files of a baseline, which must fit each other at every instant.
 *
 * <p>The arrays are written first, under a name of their own when older ones are in place; renaming
 * {@code baseline.json}, which holds their digest, is what makes the new baseline valid; only then
 * are the arrays moved into place. Whoever reads between the two renames finds the arrays by their
 * digest. So a kill at any instant leaves the old baseline or the new one, and what it left undone
 * is done by the next to read or write the baseline.
 *
 * <p>Writers wait for each other at a lock; readers never wait.
 */
final class BaselineFiles {
  static final String JSON = "baseline.json";
  static final String NEXT = ".outputs.safetensors.next";

  private static final int ATTEMPTS = 3;

  /** What was read, and of which files. */
  private record Known(String stamp, SoftReference<Baseline> baseline) {}

  private final Map<Path, Known> known = new ConcurrentHashMap<>();
  private final Path root;
  private final Path lock;

  BaselineFiles(Path root, Path lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Writing, which nobody else does meanwhile. */
  interface Writing<T, E extends Exception> {
    T write() throws E, IOException;
  }

  /** Writes when nobody else does. */
  <T, E extends Exception> T alone(Writing<T, E> writing) throws E, IOException {
    WriteLock held = WriteLock.take(lock);
    try {
      return writing.write();
    } finally {
      held.close();
    }
  }

  /**
   * Replaces or makes a baseline; to be called {@link #alone}. The same captures written again, by
   * a command that was killed and started anew, take no approval away.
   */
  Path replace(Path place, Baseline baseline) throws IOException {
    byte[] arrays = BaselineArrays.bytes(baseline);
    Path next = place.resolve(NEXT);
    settle(place);
    if (isInPlace(place, Digest.of(arrays))) {
      return place;
    }
    if (Files.exists(place.resolve(JSON))) {
      AtomicFiles.write(next, arrays);
    } else {
      AtomicFiles.write(place.resolve(BaselineJson.ARRAYS), arrays);
    }
    replaceJson(place, baseline.digested(Digest.of(arrays)));
    if (Files.exists(next)) {
      moveIntoPlace(next);
    }
    return place;
  }

  /** Replaces what {@code baseline.json} says; to be called {@link #alone}. */
  void replaceJson(Path place, Baseline baseline) throws IOException {
    AtomicFiles.write(
        place.resolve(JSON), BaselineJson.text(baseline).getBytes(StandardCharsets.UTF_8));
  }

  /** A baseline as it was read last, as long as its files are the same and memory allows. */
  Baseline read(Path place) throws FormatException {
    String stamp = stamp(place);
    Optional<Baseline> same =
        Optional.ofNullable(known.get(place))
            .filter(last -> last.stamp().equals(stamp))
            .map(last -> last.baseline().get());
    if (same.isPresent()) {
      return same.get();
    }
    Baseline baseline = readAnew(place);
    if (stamp(place).equals(stamp)) {
      known.put(place, new Known(stamp, new SoftReference<>(baseline)));
    }
    return baseline;
  }

  /** By what a change of a baseline's files is seen: each is only ever replaced as a whole. */
  private static String stamp(Path place) {
    StringBuilder stamp = new StringBuilder();
    for (String name : List.of(JSON, BaselineJson.ARRAYS, NEXT)) {
      try {
        var is = Files.readAttributes(place.resolve(name), BasicFileAttributes.class);
        stamp.append(is.size()).append(is.lastModifiedTime()).append(is.fileKey());
      } catch (IOException e) {
        stamp.append("none");
      }
      stamp.append(' ');
    }
    return stamp.toString();
  }

  /** Reads a baseline, again when another was written between the reading of its two files. */
  private Baseline readAnew(Path place) throws FormatException {
    for (int attempt = 1; ; attempt++) {
      Optional<String> before = json(place);
      try {
        Baseline baseline = new BaselineReader(root, place).read();
        if (Files.exists(place.resolve(NEXT))) {
          settleUnlessSomebodyWrites(place);
        }
        return baseline;
      } catch (FormatException e) {
        if (attempt == ATTEMPTS || json(place).equals(before)) {
          throw e;
        }
      }
    }
  }

  private static Optional<String> json(Path place) {
    try {
      return Optional.of(Files.readString(place.resolve(JSON)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void settleUnlessSomebodyWrites(Path place) {
    try {
      Optional<WriteLock> held = WriteLock.tryTake(lock);
      if (held.isPresent()) {
        try {
          settle(place);
        } finally {
          held.get().close();
        }
      }
    } catch (IOException e) {
      return; // Nobody may write here, and reading needs nothing written.
    }
  }

  /** Moves arrays into place that a kill left beside it, and deletes those that came to nothing. */
  private void settle(Path place) throws IOException {
    Path next = place.resolve(NEXT);
    if (!Files.exists(next)) {
      return;
    }
    Optional<String> valid = new BaselineReader(root, place).digestOfArrays();
    if (valid.equals(Optional.of(Digest.of(Files.readAllBytes(next))))) {
      moveIntoPlace(next);
    } else {
      Files.delete(next);
    }
  }

  private boolean isInPlace(Path place, String digest) throws IOException {
    Path arrays = place.resolve(BaselineJson.ARRAYS);
    return new BaselineReader(root, place).digestOfArrays().equals(Optional.of(digest))
        && Files.exists(arrays)
        && Digest.of(Files.readAllBytes(arrays)).equals(digest);
  }

  private static void moveIntoPlace(Path next) throws IOException {
    Files.move(
        next,
        next.resolveSibling(BaselineJson.ARRAYS),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
