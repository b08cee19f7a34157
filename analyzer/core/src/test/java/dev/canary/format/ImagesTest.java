package dev.canary.format;

import static dev.canary.format.Folders.SUITE;
import static dev.canary.format.Folders.problemsOf;
import static dev.canary.format.Folders.suite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canary.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
  private static final int[][] RGB = {{0x010203, 0x040506}, {0x070809, 0xfffefd}, {0, 0x808080}};

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void images() throws IOException {
    Path folder = Files.createDirectories(root.resolve("canaries/credit-risk"));
    BufferedImage colour = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
    BufferedImage grey = new BufferedImage(2, 3, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage glass = new BufferedImage(2, 3, BufferedImage.TYPE_INT_ARGB);
    BufferedImage deep = new BufferedImage(2, 3, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 2; x++) {
        colour.setRGB(x, y, RGB[y][x]);
        grey.getRaster().setSample(x, y, 0, RGB[y][x] & 0xff);
      }
    }
    ImageIO.write(colour, "png", folder.resolve("colour.png").toFile());
    ImageIO.write(colour, "bmp", folder.resolve("colour.bmp").toFile());
    ImageIO.write(grey, "png", folder.resolve("grey.png").toFile());
    ImageIO.write(glass, "png", folder.resolve("glass.png").toFile());
    ImageIO.write(deep, "png", folder.resolve("deep.png").toFile());
    Folders.write(folder.resolve("broken.jpg"), "no image");
  }

  private static String line(String keys) {
    return "{\"id\": \"a\", \"input\": {\"x\": {" + keys + "}}}\n";
  }

  private Tensor tensor(String keys) throws FormatException {
    Map<String, Tensor> tensors =
        Suites.load(suite(root, SUITE, line(keys))).suite().cases().get(0).input().tensors();
    return tensors.values().iterator().next();
  }

  @Test
  void aColourImageIsReadWithItsChannelsFirstOrLast() throws Exception {
    assertThat(
            tensor("\"file\":\"colour.png\",\"dtype\":\"uint8\",\"shape\":[1,3,3,2]").toDoubles())
        .containsExactly(1, 4, 7, 255, 0, 128, 2, 5, 8, 254, 0, 128, 3, 6, 9, 253, 0, 128);
    assertThat(tensor("\"file\":\"colour.bmp\",\"dtype\":\"fp32\",\"shape\":[3,2,3]").toDoubles())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 254, 253, 0, 0, 0, 128, 128, 128);
  }

  @Test
  void aGreyImageKeepsItsValues() throws Exception {
    assertThat(tensor("\"file\":\"grey.png\",\"dtype\":\"uint8\",\"shape\":[3,2]").toDoubles())
        .containsExactly(3, 6, 9, 253, 0, 128);
    assertThat(tensor("\"file\":\"grey.png\",\"dtype\":\"uint8\",\"shape\":[1,3,2,1]").toDoubles())
        .containsExactly(3, 6, 9, 253, 0, 128);
  }

  @Test
  void aColourImageAsOneChannelIsItsLuma() throws Exception {
    // Pillow 9.4.0: Image.open("colour.png").convert("L")
    assertThat(tensor("\"file\":\"colour.png\",\"dtype\":\"uint8\",\"shape\":[3,2]").toDoubles())
        .containsExactly(2, 5, 8, 254, 0, 128);
  }

  @Test
  void scaleMeanAndStdAreAppliedPerChannelInThisOrder() throws Exception {
    Tensor tensor =
        tensor(
            "\"file\":\"colour.png\",\"dtype\":\"fp64\",\"shape\":[3,3,2],\"scale\":0.5,"
                + "\"mean\":[0,1,2],\"std\":2");

    assertThat(tensor.toDoubles())
        .startsWith(0.25, 1, 1.75)
        .endsWith((6 * 0.5 - 2) / 2, (9 * 0.5 - 2) / 2, (253 * 0.5 - 2) / 2, -1, 31);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"file\":\"colour.png\",\"dtype\":\"uint8\",\"shape\":[3,2,3,1]|shape is \"[3, 2, 3, 1]",
        "\"file\":\"colour.png\",\"dtype\":\"uint8\",\"shape\":[224,224]|shape is",
        "\"file\":\"colour.png\",\"dtype\":\"uint8\"|shape is missing",
        "\"file\":\"colour.png\",\"dtype\":\"int64\",\"shape\":[3,2]|dtype is \"int64\"",
        "\"file\":\"colour.png\",\"dtype\":\"uint8\",\"shape\":[3,2],\"scale\":2|dtype is \"uint8\"",
        "\"file\":\"colour.png\",\"dtype\":\"fp32\",\"shape\":[3,2],\"std\":0|std is 0",
        "\"file\":\"colour.png\",\"dtype\":\"fp32\",\"shape\":[3,3,2],\"mean\":[1,2]|mean is 2",
        "\"file\":\"colour.png\",\"dtype\":\"fp32\",\"shape\":[3,2],\"means\":1|unknown key",
        "\"file\":\"glass.png\",\"dtype\":\"fp32\",\"shape\":[3,2]|file is an image with transp",
        "\"file\":\"deep.png\",\"dtype\":\"fp32\",\"shape\":[3,2]|file is an image that cannot",
        "\"file\":\"broken.jpg\",\"dtype\":\"fp32\",\"shape\":[3,2]|file is not an image",
      })
  void whatIsWrongWithAnImageIsNamed(String keys, String expected) {
    String found = expected.replace("\"[", "[");
    List<String> problems = problemsOf(suite(root, SUITE, line(keys)));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("canaries/credit-risk/cases.jsonl:1: ")
        .contains(found);
  }

  @Test
  void aDamagedImageIsAProblemAndNoOtherException() throws Exception {
    Path file = root.resolve("canaries/credit-risk/colour.png");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x55;
      Folders.write(file, damaged);

      assertThat(
              Folders.problems(
                  () -> tensor("\"file\":\"colour.png\",\"dtype\":\"uint8\",\"shape\":[1,3,3,2]")))
          .hasSizeLessThanOrEqualTo(1);
    }
  }
}
