package dev.canary.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.tensor.DType;
import dev.canary.tensor.Lossless;
import dev.canary.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the value that an argument's declared type asks for.
 *
 * <p>Where the type is not known, a bare value (rank 0) goes by its own: whole numbers as int,
 * other numbers as float, true and false as bool, text as str; everything else is a tensor.
 */
final class TorchValues {
  private static final String OPTIONAL = "Optional[";

  /** A type as the module writes it, and without its {@code Optional}. */
  private record Declared(String whole, String plain) {}

  private final Map<String, TorchFeed> feeds = new HashMap<>();

  static boolean isContainer(String type) {
    String plain = plain(type);
    return plain.startsWith("List[Tensor")
        || plain.startsWith("Tuple[")
        || plain.startsWith("Dict[");
  }

  private static String plain(String type) {
    return type.startsWith(OPTIONAL) ? type.substring(OPTIONAL.length(), type.length() - 1) : type;
  }

  /**
   * The value of one argument.
   *
   * @param parts its only tensor under the empty name, or those of its parts
   */
  IValue of(String name, String type, Map<String, Tensor> parts, TorchScope scope)
      throws PredictionException {
    String plain = plain(type);
    Tensor only = parts.get("");
    if (plain.startsWith("List[Tensor")) {
      return IValue.listFrom(tensors(name, parts, scope).values().toArray(PtNDArray[]::new));
    }
    if (plain.startsWith("Dict[") && only == null) {
      return IValue.stringMapFrom(tensors(name, parts, scope));
    }
    return only == null
        ? tuple(name, parts, scope)
        : single(name, new Declared(type, plain), only, scope);
  }

  private IValue single(String name, Declared type, Tensor tensor, TorchScope scope)
      throws PredictionException {
    return switch (type.plain()) {
      case "int" -> IValue.from(exact(name, type, tensor, DType.INT64).bytes().getLong());
      case "float" -> IValue.from(exact(name, type, tensor, DType.FP64).bytes().getDouble());
      case "bool" -> IValue.from(exact(name, type, tensor, DType.BOOL).bytes().get() != 0);
      case "str" -> IValue.from(exact(name, type, tensor, DType.STRING).texts().get(0));
      case "List[int]" -> IValue.listFrom(longs(list(name, type, tensor, DType.INT64)));
      case "List[float]" -> IValue.listFrom(list(name, type, tensor, DType.FP64).toDoubles());
      case "List[bool]" -> IValue.listFrom(flags(list(name, type, tensor, DType.BOOL)));
      case "List[str]" -> texts(name, list(name, type, tensor, DType.STRING), scope);
      case "Tensor" -> IValue.from(tensor(name, tensor, scope));
      default -> byItself(name, tensor, scope);
    };
  }

  private PtNDArray tensor(String name, Tensor tensor, TorchScope scope)
      throws PredictionException {
    if (TorchFeed.type(tensor.dtype()).isEmpty()) {
      throw bad(name, "a tensor, which cannot hold " + tensor.dtype().label(), tensor);
    }
    TorchFeed feed = feeds.computeIfAbsent(name, n -> new TorchFeed());
    return scope.own(feed.copyOf(tensor, scope.manager()));
  }

  private IValue byItself(String name, Tensor tensor, TorchScope scope) throws PredictionException {
    boolean isBare = tensor.shape().length == 0;
    return switch (tensor.dtype()) {
      case INT64 ->
          isBare ? IValue.from(tensor.bytes().getLong()) : IValue.from(tensor(name, tensor, scope));
      case FP64 ->
          isBare
              ? IValue.from(tensor.bytes().getDouble())
              : IValue.from(tensor(name, tensor, scope));
      case BOOL ->
          isBare
              ? IValue.from(tensor.bytes().get() != 0)
              : IValue.from(tensor(name, tensor, scope));
      case STRING -> isBare ? IValue.from(tensor.texts().get(0)) : texts(name, tensor, scope);
      case FP32, FP16, BF16, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 ->
          IValue.from(tensor(name, tensor, scope));
    };
  }

  private IValue tuple(String name, Map<String, Tensor> parts, TorchScope scope)
      throws PredictionException {
    List<IValue> items = new ArrayList<>();
    for (Map.Entry<String, Tensor> part : parts.entrySet()) {
      items.add(scope.own(byItself(name + "." + part.getKey(), part.getValue(), scope)));
    }
    return IValue.tupleFrom(items.toArray(IValue[]::new));
  }

  private Map<String, PtNDArray> tensors(String name, Map<String, Tensor> parts, TorchScope scope)
      throws PredictionException {
    Map<String, PtNDArray> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> part : parts.entrySet()) {
      String path = part.getKey().isEmpty() ? name : name + "." + part.getKey();
      tensors.put(part.getKey(), tensor(path, part.getValue(), scope));
    }
    return tensors;
  }

  private static Tensor exact(String name, Declared type, Tensor tensor, DType dtype)
      throws PredictionException {
    if (tensor.shape().length != 0) {
      throw bad(name, type.whole(), tensor);
    }
    return Lossless.as(dtype, tensor).orElseThrow(() -> bad(name, type.whole(), tensor));
  }

  private static Tensor list(String name, Declared type, Tensor tensor, DType dtype)
      throws PredictionException {
    if (tensor.shape().length != 1 || tensor.dtype() != dtype) {
      throw bad(name, type.whole(), tensor);
    }
    return tensor;
  }

  private static long[] longs(Tensor tensor) {
    long[] values = new long[tensor.size()];
    tensor.bytes().asLongBuffer().get(values);
    return values;
  }

  private static boolean[] flags(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    boolean[] flags = new boolean[tensor.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = bytes.get(i) != 0;
    }
    return flags;
  }

  private static IValue texts(String name, Tensor tensor, TorchScope scope)
      throws PredictionException {
    if (tensor.size() == 0) {
      throw bad(name, "a list of texts, which DJL cannot make empty", tensor);
    }
    return IValue.listFrom(
        tensor.texts().stream().map(text -> scope.own(IValue.from(text))).toArray(IValue[]::new));
  }

  private static PredictionException bad(String name, String type, Tensor tensor) {
    return new PredictionException(
        Reason.BAD_INPUT, "input " + name + ": found " + tensor + ", the module declares " + type);
  }
}
