package dev.canary.djl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The methods of a TorchScript module, read from the source text in its archive.
 *
 * <p>PyTorch's Java binding tells the names alone; the arguments' types say how a bare number of a
 * case must be handed over, and which methods can be called without any.
 *
 * @param methods in the order of the source; none if the text is not understood
 */
record TorchCode(List<Method> methods) {
  private static final Pattern RESET = Pattern.compile("reset\\w*");
  private static final Pattern DEF = Pattern.compile("\\n  def (\\w+)\\(");

  /** One method. */
  record Method(String name, List<Argument> arguments) {}

  /**
   * One argument after {@code self}: its type as TorchScript writes it, for example {@code int}.
   */
  record Argument(String name, String type, boolean isOptional) {}

  static TorchCode of(Path file) {
    try (TorchArchive archive = TorchArchive.open(file)) {
      if (archive.module() instanceof Pickle.Made module) {
        return of(archive, module.type());
      }
    } catch (IOException | IllegalArgumentException e) {
      return new TorchCode(List.of());
    }
    return new TorchCode(List.of());
  }

  private static TorchCode of(TorchArchive archive, Pickle.Global type) throws IOException {
    Optional<byte[]> source = archive.entry("code/" + type.module().replace('.', '/') + ".py");
    if (source.isEmpty()) {
      return new TorchCode(List.of());
    }
    String text = "\n" + new String(source.get(), StandardCharsets.UTF_8);
    int start = text.indexOf("\nclass " + type.name() + "(");
    if (start < 0) {
      return new TorchCode(List.of());
    }
    Matcher end = Pattern.compile("\\n(class|def) ").matcher(text);
    String body = end.find(start + 1) ? text.substring(start, end.start()) : text.substring(start);
    return new TorchCode(methods(body));
  }

  private static List<Method> methods(String body) {
    List<Method> methods = new ArrayList<>();
    Matcher def = DEF.matcher(body);
    while (def.find()) {
      List<String> parts = split(body, def.end());
      List<Argument> arguments =
          parts.stream()
              .skip(1)
              .filter(part -> part.contains(":"))
              .map(TorchCode::argument)
              .toList();
      methods.add(new Method(def.group(1), arguments));
    }
    return methods;
  }

  /** Splits at the commas outside brackets and quotes, up to the bracket that ends the list. */
  private static List<String> split(String text, int start) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = start;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && text.charAt(i - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted && "([{".indexOf(c) >= 0) {
        depth++;
      } else if (!quoted && ")]}".indexOf(c) >= 0 && depth-- == 0) {
        parts.add(text.substring(from, i).strip());
        return parts;
      } else if (!quoted && c == ',' && depth == 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    return parts;
  }

  private static Argument argument(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=', colon);
    String type = equals < 0 ? text.substring(colon + 1) : text.substring(colon + 1, equals);
    return new Argument(text.substring(0, colon).strip(), type.strip(), equals >= 0);
  }

  /** The arguments of {@code forward}; none if it is not known. */
  List<Argument> forward() {
    return methods.stream()
        .filter(method -> method.name().equals("forward"))
        .findFirst()
        .map(Method::arguments)
        .orElse(List.of());
  }

  /** The methods that look like a reset and can be called without arguments. */
  List<String> resetMethods() {
    return methods.stream()
        .filter(method -> RESET.matcher(method.name()).matches())
        .filter(method -> method.arguments().stream().allMatch(Argument::isOptional))
        .map(Method::name)
        .toList();
  }
}
