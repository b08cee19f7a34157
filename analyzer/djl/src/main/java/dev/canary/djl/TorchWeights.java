package dev.canary.djl;

import dev.canary.djl.Pickle.Global;
import dev.canary.djl.Pickle.Made;
import dev.canary.djl.Pickle.None;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Everything a TorchScript archive has learned, by attribute path: parameters, buffers, constants,
 * packed weights of quantised layers, numbers and texts kept as attributes.
 *
 * <p>Read from the archive and not from the loaded module: PyTorch's Java binding shows parameters
 * alone. The archive's name, its compression, the order of its entries and the layout of a tensor
 * in its storage play no part.
 */
final class TorchWeights {
  // Set by whoever saved the module, not learned; every replay is in evaluation mode.
  private static final Set<String> NOT_LEARNED = Set.of("training", "_is_full_backward_hook");
  private static final int DEEPEST = 200;
  private static final int[] SCALAR = {};

  private final Map<String, Supplier<Tensor>> weights = new TreeMap<>();
  private final TorchStorages storages;

  private TorchWeights(TorchStorages storages) {
    this.storages = storages;
  }

  /** The weights, read when asked for, as long as the archive is open. */
  static Map<String, Supplier<Tensor>> of(TorchArchive archive) throws IOException {
    TorchWeights found = new TorchWeights(new TorchStorages(archive, "data/"));
    found.add("", archive.module(), 0);
    TorchWeights constants = new TorchWeights(new TorchStorages(archive, "constants/"));
    byte[] pickle = archive.entry("constants.pkl").orElse(new byte[0]);
    if (pickle.length > 0) {
      constants.add("CONSTANTS", Pickle.read(pickle), 0);
    }
    found.weights.putAll(constants.weights);
    return found.weights;
  }

  /** The storages as they are, for archives whose pickle is not understood. */
  static Map<String, Supplier<Tensor>> raw(TorchArchive archive) {
    Map<String, Supplier<Tensor>> raw = new TreeMap<>();
    for (String name : archive.names()) {
      if (name.startsWith("data/")
          || name.startsWith("constants/")
          || name.startsWith("tensors/")) {
        raw.put(name, () -> new TorchStorages(archive, "").bytes(name));
      }
    }
    return raw;
  }

  private void add(String path, Object value, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("attributes nested too deeply at " + path);
    }
    if (value instanceof Made made) {
      addMade(path, made, depth);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> add(join(path, key.toString()), item, depth + 1));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        add(join(path, Integer.toString(i)), list.get(i), depth + 1);
      }
    } else if (value != None.NONE) {
      Tensor scalar = scalar(value);
      weights.put(path, () -> scalar);
    }
  }

  private void addMade(String path, Made made, int depth) {
    if (TorchStorages.isTensor(made)) {
      weights.put(path + TorchStorages.suffix(made), () -> storages.tensor(made));
      // What follows the layout of a quantised tensor is its scale and zero point.
      made.arguments().stream()
          .skip(TorchStorages.LAYOUT)
          .filter(List.class::isInstance)
          .forEach(quantizer -> add(join(path, "quantizer"), quantizer, depth + 1));
      return;
    }
    if (!made.type().equals(new Global("collections", "OrderedDict"))) {
      addArguments(path, made, depth);
    }
    if (made.state() instanceof Map<?, ?> state) {
      state.forEach(
          (key, item) -> {
            if (!NOT_LEARNED.contains(key.toString())) {
              add(join(path, key.toString()), item, depth + 1);
            }
          });
    } else {
      add(path, made.state(), depth + 1);
    }
  }

  // Typed lists and dicts are made from one untyped one, sometimes with the name of their type.
  private void addArguments(String path, Made made, int depth) {
    List<?> arguments = made.arguments();
    if (made.type().module().equals("torch.jit._pickle") && !arguments.isEmpty()) {
      add(path, arguments.get(0), depth + 1);
    } else {
      add(path, arguments, depth + 1);
    }
  }

  private static Tensor scalar(Object value) {
    if (value instanceof Long number) {
      return Tensor.ofLongs(SCALAR, number);
    }
    if (value instanceof Double number) {
      return Tensor.ofDoubles(SCALAR, number);
    }
    if (value instanceof Boolean flag) {
      return Tensor.ofBooleans(SCALAR, flag);
    }
    String text =
        value instanceof Global global ? global.module() + "." + global.name() : value.toString();
    return Tensor.ofTexts(SCALAR, List.of(text));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
