package dev.canary.djl;

import dev.canary.djl.Pickle.Made;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * The tensors of one pickle: views into storages, which are entries of the archive.
 *
 * <p>A view is copied out in row-major order, so that a transposed or sliced tensor and a compact
 * copy of it are the same weight.
 */
final class TorchStorages {
  /** How many arguments say where a tensor's elements are: storage, offset, sizes, strides. */
  static final int LAYOUT = 4;

  private static final Set<String> TENSORS = Set.of("_rebuild_tensor_v2", "_rebuild_qtensor");
  private final TorchArchive archive;
  private final String folder;
  private String loadedKey = "";
  private byte[] loaded = {};

  TorchStorages(TorchArchive archive, String folder) {
    this.archive = archive;
    this.folder = folder;
  }

  static boolean isTensor(Made made) {
    return made.type().module().equals("torch._utils") && TENSORS.contains(made.type().name());
  }

  /** A storage as it is. */
  Tensor bytes(String key) {
    byte[] bytes = storage(key);
    return Tensor.ofBytes(DType.UINT8, new int[] {bytes.length}, bytes);
  }

  /** What the weight's name must say because its tensor cannot: empty for the usual types. */
  static String suffix(Made tensor) {
    TorchLayout layout = new TorchLayout(tensor);
    return layout.type().isPresent() ? "" : "@" + layout.describe();
  }

  /** The tensor's elements. */
  Tensor tensor(Made made) {
    TorchLayout layout = new TorchLayout(made);
    byte[] elements = layout.elements(storage(layout.key()));
    return layout
        .type()
        .map(type -> Tensor.ofBytes(type, layout.sizes(), elements))
        .orElseGet(() -> Tensor.ofBytes(DType.UINT8, new int[] {elements.length}, elements));
  }

  // Neighbouring weights often share a storage.
  private byte[] storage(String key) {
    if (!loadedKey.equals(key)) {
      try {
        loaded =
            archive.entry(folder + key).orElseThrow(() -> new IOException("no storage " + key));
        loadedKey = key;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return loaded;
  }
}
