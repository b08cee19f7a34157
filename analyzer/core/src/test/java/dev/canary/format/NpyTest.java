package dev.canary.format;

import static dev.canary.format.Folders.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canary.tensor.DType;
import dev.canary.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {
  private static final Tensor ROWS = Tensor.ofFloats(new int[] {2, 3}, 1, 2, 3, 4, 5, 6);

  @Provide
  Arbitrary<Tensor> tensors() {
    return Tensors.any().filter(tensor -> tensor.dtype() != DType.BF16);
  }

  @Property(tries = 300)
  void aTensorReadsBackBitForBit(@ForAll("tensors") Tensor tensor) throws FormatException {
    assertThat(Npy.parse("x.npy", Npy.bytes(tensor))).isEqualTo(tensor);
  }

  @Test
  void aFileReadsBack(@TempDir Path folder) throws Exception {
    Npy.write(folder.resolve("x.npy"), ROWS);

    assertThat(Npy.read(folder.resolve("x.npy"))).isEqualTo(ROWS);
  }

  /** A file as NumPy 2.4.6 writes it, with its header given and the data in hexadecimal. */
  private static byte[] file(int version, String header, String hex) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    int lengthBytes = version == 1 ? 2 : 4;
    byte[] data = HexFormat.of().parseHex(hex);
    byte[] file = new byte[8 + lengthBytes + text.length + data.length];
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0};
    System.arraycopy(start, 0, file, 0, 8);
    for (int i = 0; i < lengthBytes; i++) {
      file[8 + i] = (byte) (text.length >> (8 * i));
    }
    System.arraycopy(text, 0, file, 8 + lengthBytes, text.length);
    System.arraycopy(data, 0, file, 8 + lengthBytes + text.length, data.length);
    return file;
  }

  private static String header(String descr, String order, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }          \n"
        .formatted(descr, order, shape);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|<f4|False|(2, 3)|0000803f0000004000004040000080400000a0400000c040",
        "2|<f4|False|(2, 3)|0000803f0000004000004040000080400000a0400000c040",
        "3|<f4|False|(2L, 3L)|0000803f0000004000004040000080400000a0400000c040",
        "1|>f4|False|(2, 3)|3f800000400000004040000040800000 40a0000040c00000",
        "1|<f4|True|(2, 3)|0000803f00008040000000400000a040000040400000c040",
      })
  void everyVersionByteOrderAndArrayOrderIsRead(
      int version, String descr, String order, String shape, String hex) throws Exception {
    byte[] file = file(version, header(descr, order, shape), hex.replace(" ", ""));

    assertThat(Npy.parse("x.npy", file)).isEqualTo(ROWS);
  }

  @Test
  void textsOfBothByteOrdersAreRead() throws Exception {
    String little = "61000000" + "00000000" + "e9000000" + "16f60100";
    String big = "00000061" + "00000000" + "000000e9" + "0001f616";
    Tensor expected = Tensor.ofTexts(new int[] {2}, List.of("a", "\u00e9\ud83d\ude16"));

    assertThat(Npy.parse("x", file(1, header("<U2", "False", "(2,)"), little))).isEqualTo(expected);
    assertThat(Npy.parse("x", file(1, header(">U2", "False", "(2,)"), big))).isEqualTo(expected);
  }

  @Test
  void aHeaderIsAlignedAsNumpyDoesIt() {
    byte[] file = Npy.bytes(Tensor.ofDoubles(new int[] {1}, 1));

    assertThat(new String(file, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }")
        .endsWith(" \n");
    assertThat(file).hasSize(128 + 8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "4|{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }|version 4",
        "1|{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }|type c8 is not read",
        "1|{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }|no dictionary",
        "1|{'descr': '=O', 'fortran_order': False, 'shape': (1,), }|no proper descr",
        "1|{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }|no proper descr",
        "1|{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }|no tuple of dimensions",
        "1|{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999,), }|too large",
        "1|{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }|too large",
        "1|{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }|4 bytes follow the header",
        "1|{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }|4 bytes follow the header",
        "1|{'descr': '<U999999999', 'fortran_order': False, 'shape': (1,), }|999999999 characters",
        "1|{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}|unknown or repeated key more",
        "1|{'descr': '<f4', 'shape': (1,), }|no proper descr",
        "1|{'descr': '=b1', 'fortran_order': False, 'shape': (4,), }|neither 0 nor 1",
        "1|{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }|no character",
        "1|exec('rm')|no dictionary",
      })
  void aDamagedHeaderIsNamed(int version, String header, String expected) {
    byte[] file = file(version, header + "\n", "0000ff7f");

    assertThat(problems(() -> Npy.parse("x.npy", file)))
        .singleElement()
        .asString()
        .startsWith("x.npy: not a NumPy array: ")
        .contains(expected);
  }

  @Test
  void aMissingFileIsAProblem(@TempDir Path folder) {
    assertThat(problems(() -> Npy.read(folder.resolve("x.npy"))))
        .singleElement()
        .asString()
        .endsWith("x.npy: the file is missing");
  }

  @Test
  void whatNumpyCannotHoldIsRefused() {
    Tensor trailing = Tensor.ofTexts(new int[] {1}, List.of("a\0"));
    Tensor half = Tensor.ofTexts(new int[] {1}, List.of("\ud800"));

    assertThatThrownBy(() -> Npy.bytes(trailing)).isInstanceOf(IllegalArgumentException.class);
    Tensor bf16 = Tensor.ofBytes(DType.BF16, new int[] {}, new byte[2]);
    assertThatThrownBy(() -> Npy.bytes(bf16)).hasMessage("NumPy has no bf16");
    assertThatThrownBy(() -> Npy.bytes(half)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHeaderOfManySpacesIsReadInNoTime() {
    byte[] file = file(1, "{'descr'" + " ".repeat(9_000) + "'", "");

    assertThat(problems(() -> Npy.parse("x.npy", file))).hasSize(1);
    assertThat(DType.of("fp32")).isPresent();
  }
}
