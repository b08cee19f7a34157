package dev.canary.tribuo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.canary.target.LoadException;
import dev.canary.target.Target;
import dev.canary.tensor.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.tribuo.Model;
import org.tribuo.common.libsvm.protos.SVMModelProto;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.protos.core.ModelProto;

/**
 * A file that may hold a Tribuo model: read once, so that the digests are of what is loaded.
 *
 * @param path where it was
 * @param artifactDigest of its bytes
 * @param proto its outermost message
 */
record ModelFile(Path path, String artifactDigest, ModelProto proto) {
  private static final int JAVA_SERIALISED = 0xaced;
  private static final int LONGEST_REASON = 300;

  /** Reads the file; its content is checked only when it is opened. */
  static ModelFile read(Path path) throws LoadException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new LoadException(path + ": there is no such file", e);
    } catch (IOException | OutOfMemoryError e) {
      throw new LoadException(path + ": cannot be read: " + reason(e), e);
    }
    if (bytes.length > 1 && ((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)) == JAVA_SERIALISED) {
      throw new LoadException(
          path + ": is a Java-serialised object; save the model with Model.serializeToFile");
    }
    try {
      ModelProto proto = ModelProto.parseFrom(bytes);
      if (proto.getClassName().isEmpty()) {
        throw new LoadException(path + ": is not a Tribuo model: it names no class");
      }
      return new ModelFile(path, Digest.of(bytes), proto);
    } catch (InvalidProtocolBufferException | OutOfMemoryError e) {
      throw new LoadException(path + ": is not a Tribuo model: " + reason(e), e);
    }
  }

  /** Loads the model. */
  Target open(Optional<String> version) throws LoadException {
    Logs.quieten();
    try {
      ProtoTree.visit(proto, ModelFile::checkSizes);
      Model<?> model = Model.deserialize(proto);
      Identity identity = new Identity(this, model, version, WeightFingerprint.of(proto));
      return TribuoTarget.over(model, identity);
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError e) {
      throw new LoadException(
          path
              + ": "
              + NativeCode.missingLibrary(e)
                  .orElseGet(() -> "does not load as a Tribuo model: " + reason(e)),
          e);
    }
  }

  /** Refuses lengths that are not those of the data, before Tribuo makes room for them. */
  private static void checkSizes(Message message) throws InvalidProtocolBufferException {
    if (message instanceof DenseTensorProto tensor) {
      double claimed = Double.BYTES;
      for (int dimension : tensor.getDimensionsList()) {
        claimed *= dimension;
      }
      if (claimed != tensor.getValues().size()) {
        throw new InvalidProtocolBufferException(
            "a tensor of shape %s with %d bytes"
                .formatted(tensor.getDimensionsList(), tensor.getValues().size()));
      }
    } else if (message instanceof SVMModelProto svm) {
      long claimed = 0;
      for (int length : svm.getSvCoefLengthsList()) {
        claimed += length < 0 ? Integer.MAX_VALUE : length;
      }
      if (claimed != svm.getSvCoefCount()) {
        throw new InvalidProtocolBufferException(
            "%d coefficients of support vectors where %d are said to be"
                .formatted(svm.getSvCoefCount(), claimed));
      }
    }
  }

  /** The innermost cause in one line: Tribuo wraps what it throws several times over. */
  static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String name = innermost.getClass().getSimpleName();
    String line = firstLine(String.valueOf(innermost.getMessage()));
    if (innermost.getMessage() == null || line.isEmpty()) {
      return name;
    } else if (innermost instanceof LoadException) {
      return line;
    } else if (innermost instanceof ClassNotFoundException) {
      return "there is no class " + line;
    }
    return line + " (" + name + ")";
  }

  /** Cut to length and without control characters: a damaged file puts anything into messages. */
  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
  }
}
