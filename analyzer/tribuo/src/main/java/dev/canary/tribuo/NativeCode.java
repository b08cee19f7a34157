package dev.canary.tribuo;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.tribuo.protos.core.ModelProto;

/** Which models compute outside the JVM, and what to say when that code is missing. */
final class NativeCode {
  private static final String XGBOOST = "org.tribuo.common.xgboost.";
  private static final String WRAPPED = "org.tribuo.interop.";

  private NativeCode() {}

  /** What is told of a file by its bytes alone, without loading a model. */
  static boolean mayRunFor(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException | OutOfMemoryError e) {
      return false;
    }
    try {
      return names(ModelProto.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | StackOverflowError | OutOfMemoryError e) {
      return mentions(bytes);
    }
  }

  /** True if some part of the model is of a class that hands over to native code. */
  private static boolean names(ModelProto model) throws InvalidProtocolBufferException {
    boolean[] found = {false};
    ProtoTree.visit(model, message -> found[0] |= isNative(message));
    return found[0];
  }

  private static boolean isNative(Message message) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName("class_name");
    if (field == null) {
      return false;
    }
    String className = message.getField(field).toString();
    return className.startsWith(XGBOOST) || className.startsWith(WRAPPED);
  }

  private static boolean mentions(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT)
        .contains("xgboost");
  }

  /** What to say when the failure comes from XGBoost's library, or empty if it does not. */
  static Optional<String> missingLibrary(Throwable failure) {
    boolean linkage = false;
    boolean xgboost = false;
    boolean gomp = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.toString();
      linkage |= cause instanceof LinkageError;
      xgboost |= text.contains("xgboost");
      gomp |= text.contains("libgomp");
    }
    if (!linkage || !(xgboost || gomp)) {
      return Optional.empty();
    }
    return Optional.of(
        "XGBoost needs the system's libgomp.so.1, which does not load here;"
            + " on Debian and Ubuntu: apt-get install libgomp1");
  }
}
