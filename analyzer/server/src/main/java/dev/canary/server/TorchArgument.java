package dev.canary.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An argument of a module's {@code forward}, from the source text that {@code torch.jit.save} puts
 * into the archive.
 *
 * @param type as TorchScript writes it, for example {@code Tensor} or {@code int}
 */
record TorchArgument(String name, String type) {
  // The first class that data.pkl names is the module's own; "c" is pickle's opcode GLOBAL.
  private static final Pattern ROOT = Pattern.compile("c__torch__\\.?([\\w.]*)\\n(\\w+)\\n");
  private static final Pattern FORWARD =
      Pattern.compile("\\n  def forward\\(self: [^,)]*,?([^)]*)\\)");
  private static final Pattern ARGUMENT =
      Pattern.compile("\\s*(\\w+): ([\\w\\[\\], ]+?)\\s*(,|=|$)");

  /** The arguments after {@code self}; none where the text is not understood. */
  static List<TorchArgument> of(Path file) throws IOException {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      Matcher root = ROOT.matcher(text(archive, "/data.pkl"));
      if (!root.find()) {
        return List.of();
      }
      String module = ("__torch__." + root.group(1)).replaceAll("\\.$", "");
      String code = text(archive, "/code/" + module.replace('.', '/') + ".py");
      int start = ("\n" + code).indexOf("\nclass " + root.group(2) + "(");
      Matcher forward = FORWARD.matcher(code);
      return start >= 0 && forward.find(start) ? arguments(forward.group(1)) : List.of();
    }
  }

  private static List<TorchArgument> arguments(String list) {
    List<TorchArgument> arguments = new ArrayList<>();
    Matcher argument = ARGUMENT.matcher(list);
    while (argument.find()) {
      arguments.add(new TorchArgument(argument.group(1), argument.group(2)));
    }
    return List.copyOf(arguments);
  }

  /** The entry with this end, which stands in a folder of a name that nobody promises. */
  private static String text(ZipFile archive, String end) throws IOException {
    Enumeration<? extends ZipEntry> entries = archive.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (entry.getName().endsWith(end)) {
        byte[] bytes = archive.getInputStream(entry).readAllBytes();
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }
}
