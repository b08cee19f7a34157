package dev.canary.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Says what is wrong with a file, where the system's own words are no more than its name. */
final class FileTroubles {
  private FileTroubles() {}

  static String oneLine(IOException e) {
    String said =
        Optional.ofNullable(e.getMessage())
            .orElse(e.getClass().getSimpleName())
            .replaceAll("\\s*\\R\\s*", " ");
    if (!(e instanceof FileSystemException files)) {
      return "cannot read or write: " + said + "; see whether the disk is full";
    }
    if (e instanceof AccessDeniedException) {
      return said + ": permission denied; make the file and its folder writable";
    }
    if (e instanceof FileAlreadyExistsException) {
      return said + " is in the way: a folder has to be there; move it away";
    }
    if (e instanceof NoSuchFileException) {
      return said + " does not exist";
    }
    return files.getReason() == null ? said + " cannot be used" : said;
  }
}
