package dev.canary.djl;

import ai.djl.pytorch.jni.IValue;
import dev.canary.djl.TorchCode.Argument;
import dev.canary.suite.Input;
import dev.canary.target.PredictionException;
import dev.canary.target.PredictionException.Reason;
import dev.canary.target.Signature;
import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands a case to a module's {@code forward}.
 *
 * <p>Arguments are positional: in the order of {@code target.inputs}, else in the order in which
 * the case names them. An argument that is a list, a tuple or a dict is given part by part, as
 * {@code name.0} or {@code name.key}; a list of tensors may also be given as its only tensor.
 */
final class TorchInputs {
  private final List<String> order;
  private final List<Argument> arguments;
  private final TorchValues values = new TorchValues();

  TorchInputs(List<String> order, List<Argument> arguments) {
    this.order = order;
    this.arguments = arguments;
  }

  /** The arguments for one case, owned by the scope. */
  IValue[] of(Input input, TorchScope scope) throws PredictionException {
    if (!input.nulls().isEmpty()) {
      throw bad("input " + String.join(", ", input.nulls()) + " is null");
    }
    Map<String, Map<String, Tensor>> parts = parts(input.tensors());
    List<IValue> given = new ArrayList<>();
    for (String name : order.isEmpty() ? List.copyOf(parts.keySet()) : order) {
      Map<String, Tensor> part = parts.remove(name);
      if (part == null) {
        throw bad("missing input " + name);
      }
      String type = given.size() < arguments.size() ? arguments.get(given.size()).type() : "";
      given.add(scope.own(values.of(name, type, part, scope)));
    }
    if (!parts.isEmpty()) {
      throw bad("unknown input " + String.join(", ", parts.keySet()));
    }
    return given.toArray(IValue[]::new);
  }

  /** The tensors of each argument: one under the empty name, or those of its parts. */
  private Map<String, Map<String, Tensor>> parts(Map<String, Tensor> tensors) {
    Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      String name = entry.getKey();
      int end = isPart(name, parts) ? name.indexOf('.') : name.length();
      String part = end < name.length() ? name.substring(end + 1) : "";
      parts
          .computeIfAbsent(name.substring(0, end), n -> new LinkedHashMap<>(4))
          .put(part, entry.getValue());
    }
    return parts;
  }

  // A dot may also belong to a plain name; the suite's order or the argument's type tells.
  private boolean isPart(String name, Map<String, Map<String, Tensor>> before) {
    int dot = name.indexOf('.');
    if (dot < 0 || order.contains(name)) {
      return false;
    }
    String owner = name.substring(0, dot);
    int position = before.containsKey(owner) ? before.size() - 1 : before.size();
    return order.contains(owner) || isContainer(position);
  }

  private boolean isContainer(int position) {
    return position < arguments.size() && TorchValues.isContainer(arguments.get(position).type());
  }

  /** The arguments that must be given: names, but of tensors neither types nor shapes. */
  Signature signature() {
    return new Signature(
        arguments.stream().filter(a -> !a.isOptional()).map(TorchInputs::told).toList());
  }

  private static Signature.Slot told(Argument argument) {
    Optional<DType> bare =
        switch (argument.type()) {
          case "int" -> Optional.of(DType.INT64);
          case "float" -> Optional.of(DType.FP64);
          case "bool" -> Optional.of(DType.BOOL);
          case "str" -> Optional.of(DType.STRING);
          default -> Optional.empty();
        };
    return Signature.Slot.of(argument.name(), bare, bare.map(type -> List.of()));
  }

  private PredictionException bad(String problem) {
    return new PredictionException(Reason.BAD_INPUT, problem + "; " + declared());
  }

  private String declared() {
    if (!order.isEmpty()) {
      return "the suite's target.inputs are " + String.join(", ", order);
    }
    List<String> names = arguments.stream().map(a -> a.name() + ": " + a.type()).toList();
    return names.isEmpty()
        ? "what the module's forward takes is not known"
        : "the module's forward takes " + String.join(", ", names);
  }
}
