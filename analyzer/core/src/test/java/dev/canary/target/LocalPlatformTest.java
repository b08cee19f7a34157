package dev.canary.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocalPlatformTest {
  @Test
  void namesTheProcessorWithItsVectorExtensions() {
    List<String> lines =
        List.of(
            "processor\t: 0",
            "model name\t: Intel(R) Xeon(R) Processor",
            "flags\t\t: fpu sse4_2 fma avx avx2 avx512f",
            "processor\t: 1",
            "model name\t: another");

    assertThat(LocalPlatform.describe(lines))
        .contains("Intel(R) Xeon(R) Processor (avx avx2 avx512f fma)");
  }

  @Test
  void namesAnArmProcessorByItsPart() {
    List<String> lines =
        List.of("CPU implementer\t: 0x41", "Features\t: fp asimd crc32", "CPU part\t: 0xd0c");

    assertThat(LocalPlatform.describe(lines)).contains("implementer 0x41 part 0xd0c (asimd)");
  }

  @Test
  void saysNothingWhereNothingIsTold() {
    assertThat(LocalPlatform.describe(List.of(""))).isEmpty();
  }

  @Test
  void carriesTheRuntimeItWasGiven() {
    Platform platform = LocalPlatform.of("CPU, 1 thread");

    assertThat(platform.runtime()).isEqualTo("CPU, 1 thread");
    assertThat(platform.arch()).isNotBlank();
    assertThat(platform.cpu()).isNotBlank();
  }
}
