package dev.canary.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request gives a measure, sorted by what the measure can be told; nothing is left over. */
final class Arguments {
  private final String measure;
  private final Map<Parameter<?>, Given> given;

  private Arguments(String measure, Map<Parameter<?>, Given> given) {
    this.measure = measure;
    this.given = given;
  }

  /**
   * Sorts what a request gives.
   *
   * @throws IllegalArgumentException if the measure cannot be told something of it, or is told the
   *     same thing twice
   */
  static Arguments of(Measure measure, Map<String, Given> request) {
    List<Parameter<?>> known = new ArrayList<>(measure.kind().data());
    known.addAll(measure.parameters());
    Map<Parameter<?>, Given> given = new LinkedHashMap<>();
    Map<Parameter<?>, String> keys = new LinkedHashMap<>();
    request.forEach(
        (key, value) -> {
          Parameter<?> parameter = find(measure.name(), known, key);
          String earlier = keys.putIfAbsent(parameter, key);
          if (earlier != null) {
            throw new IllegalArgumentException(
                key + " and " + earlier + " are two names of one thing; give it once");
          }
          given.put(parameter, value);
        });
    return new Arguments(measure.name(), given);
  }

  private static Parameter<?> find(String measure, List<Parameter<?>> known, String key) {
    String plain = Parameter.plain(key);
    return known.stream()
        .filter(parameter -> parameter.isCalled(plain))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    measure
                        + " knows no \""
                        + key
                        + "\"; allowed: "
                        + Spelling.allowed(key, known.stream().map(Parameter::name).toList())));
  }

  boolean has(Parameter<?> parameter) {
    return given.containsKey(parameter);
  }

  /** What is given for a parameter, or its default. */
  <T> T get(Parameter<T> parameter) {
    return find(parameter).orElseThrow(() -> missing(parameter));
  }

  /** What is given for a parameter, or its default, or nothing. */
  <T> Optional<T> find(Parameter<T> parameter) {
    Given value = given.get(parameter);
    return value == null ? parameter.fallback() : Optional.of(parameter.read(value));
  }

  /** The numbers given as data, all finite: only here is it known what the request calls them. */
  double[] sample(Parameter<Given> parameter) {
    Given value = get(parameter);
    if (value instanceof Given.Numbers numbers) {
      return finite(numbers.values(), parameter.name());
    }
    if (value instanceof Given.Nothing) {
      return new double[0];
    }
    if (value instanceof Given.Real || value instanceof Given.Whole) {
      double[] one = {Parameter.number(parameter.name(), "").read(value)};
      return finite(one, parameter.name());
    }
    throw new IllegalArgumentException(
        parameter.name() + " is " + value.shown() + ": " + measure + " takes a list of numbers");
  }

  /** The lists of numbers given as data, all finite. */
  List<double[]> rows(Parameter<Given> parameter) {
    Given value = get(parameter);
    if (value instanceof Given.Rows rows) {
      for (int i = 0; i < rows.values().size(); i++) {
        finite(rows.values().get(i), parameter.name() + "[" + i + "]");
      }
      return rows.values();
    }
    throw new IllegalArgumentException(
        parameter.name() + " is " + value.shown() + ": " + measure + " takes a list of lists");
  }

  private static double[] finite(double[] values, String name) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + values[i] + ": numbers must be finite");
      }
    }
    return values;
  }

  private IllegalArgumentException missing(Parameter<?> parameter) {
    return new IllegalArgumentException(
        parameter.name() + " is missing: " + measure + " needs " + parameter.says());
  }
}
