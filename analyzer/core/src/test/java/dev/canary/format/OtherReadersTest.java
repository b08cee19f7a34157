package dev.canary.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Array files go to and come from NumPy and a reader of its own; needs python3 with NumPy. */
class OtherReadersTest {
  private static final String SCRIPT = "read_arrays.py";

  @TempDir private Path folder = Path.of("");

  private List<String> python(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(interpreter(), script().toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static String interpreter() throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (!python.startsWith("/") || Files.isExecutable(Path.of(python))) {
        if (hasNumpy(python)) {
          return python;
        }
      }
    }
    assumeTrue(false, "no python3 with NumPy");
    return "";
  }

  private static boolean hasNumpy(String python) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import numpy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path script() throws IOException {
    Path copy = folder.resolve(SCRIPT);
    try (var in = OtherReadersTest.class.getResourceAsStream(SCRIPT)) {
      return in == null ? copy : Files.write(copy, in.readAllBytes());
    }
  }

  private static Map<String, Tensor> oneOfEachType() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    byte[] bytes = HexFormat.of().parseHex("0100000000000000" + "ff7f80fff0ff0180");
    for (DType dtype : DType.values()) {
      int count = dtype.width() == 0 ? 0 : bytes.length / dtype.width();
      switch (dtype) {
        case BOOL -> tensors.put("bool", Tensor.ofBooleans(new int[] {2}, true, false));
        case STRING ->
            tensors.put("string", Tensor.ofTexts(new int[] {2, 1}, List.of("\u00e9", "ab")));
        case FP64, FP32, FP16, BF16, INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8 ->
            tensors.put(dtype.label(), Tensor.ofBytes(dtype, new int[] {1, count}, bytes));
      }
    }
    return tensors;
  }

  @Test
  void aSafetensorsFileIsReadByAReaderThatSharesNoCode() throws Exception {
    Path file = folder.resolve("all.safetensors");
    Safetensors.write(file, oneOfEachType(), Map.of("tool", "canary"));

    assertThat(python(List.of(file.toString())))
        .containsExactly(
            "fp64 F64 1x2 0100000000000000ff7f80fff0ff0180",
            "int64 I64 1x2 0100000000000000ff7f80fff0ff0180",
            "uint64 U64 1x2 0100000000000000ff7f80fff0ff0180",
            "string#offsets I64 2x1 02000000000000000400000000000000",
            "fp32 F32 1x4 0100000000000000ff7f80fff0ff0180",
            "int32 I32 1x4 0100000000000000ff7f80fff0ff0180",
            "uint32 U32 1x4 0100000000000000ff7f80fff0ff0180",
            "fp16 F16 1x8 0100000000000000ff7f80fff0ff0180",
            "bf16 BF16 1x8 0100000000000000ff7f80fff0ff0180",
            "int16 I16 1x8 0100000000000000ff7f80fff0ff0180",
            "uint16 U16 1x8 0100000000000000ff7f80fff0ff0180",
            "int8 I8 1x16 0100000000000000ff7f80fff0ff0180",
            "uint8 U8 1x16 0100000000000000ff7f80fff0ff0180",
            "bool BOOL 2 0100",
            "string#utf8 U8 4 c3a96162");
  }

  @Test
  void numpyReadsWhatIsWrittenHere() throws Exception {
    List<String> files = new ArrayList<>();
    Map<String, Tensor> tensors = oneOfEachType();
    tensors.remove("bf16");
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Path file = folder.resolve(entry.getKey() + ".npy");
      Npy.write(file, entry.getValue());
      files.add(file.toString());
    }

    assertThat(python(files))
        .contains(
            "fp16.npy <f2 1x8 0100000000000000ff7f80fff0ff0180",
            "int16.npy <i2 1x8 0100000000000000ff7f80fff0ff0180",
            "uint64.npy <u8 1x2 0100000000000000ff7f80fff0ff0180",
            "uint32.npy <u4 1x4 0100000000000000ff7f80fff0ff0180",
            "uint16.npy <u2 1x8 0100000000000000ff7f80fff0ff0180",
            "uint8.npy |u1 1x16 0100000000000000ff7f80fff0ff0180",
            "bool.npy |b1 2 0100",
            "string.npy <U2 2x1 e9000000000000006100000062000000")
        .hasSize(tensors.size());
  }

  @Test
  void whatNumpyWritesIsReadHere() throws Exception {
    python(List.of("--write=" + folder));
    Tensor rows = Tensor.ofFloats(new int[] {2, 3}, 0, 1, 2, 3, 4, 5);

    assertThat(Npy.read(folder.resolve("fortran.npy"))).isEqualTo(rows);
    assertThat(Npy.read(folder.resolve("big.npy"))).isEqualTo(rows);
    assertThat(Npy.read(folder.resolve("texts.npy")))
        .isEqualTo(Tensor.ofTexts(new int[] {2, 2}, List.of("a", "\u00e9\ud83d\ude16", "", "bc")));
    assertThat(Npy.read(folder.resolve("scalar.npy")))
        .isEqualTo(Tensor.ofBytes(DType.FP16, new int[] {}, new byte[] {0, (byte) 0x80}));
    assertThat(Npy.read(folder.resolve("none.npy")))
        .isEqualTo(Tensor.ofBytes(DType.INT8, new int[] {0, 3}, new byte[] {}));
    assertThat(Npy.read(folder.resolve("v3.npy")))
        .isEqualTo(Tensor.ofBooleans(new int[] {2}, true, false));
  }
}
