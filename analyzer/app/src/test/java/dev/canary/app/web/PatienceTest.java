package dev.canary.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.canary.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final CountDownLatch back = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void theStoreIsBack() {
    back.countDown();
  }

  @Test
  void whatIsFoundAndWhatIsRefusedIsHandedOn() {
    try (Patience patience = new Patience(() -> {}, SHORT)) {
      assertThat(patience.<String>ask(() -> "found")).isEqualTo("found");
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(
              () ->
                  patience.ask(
                      () -> {
                        throw Refusal.of(Answer.NOT_FOUND, "no");
                      }));
    }
  }

  @Test
  void whatTakesLongIsWaitedForWhileTheStoreAnswers() {
    CountDownLatch questions = new CountDownLatch(3);
    try (Patience patience = new Patience(questions::countDown, SHORT)) {
      assertThat(patience.<String>ask(() -> after(questions))).isEqualTo("done");
    }
  }

  @Test
  void aStoreThatHangsIsGivenUpAndAskedForNothingMoreUntilItAnswers() {
    try (Patience patience = new Patience(() -> after(back), SHORT)) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> patience.ask(() -> after(back)));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> patience.ask(asked::incrementAndGet));
      assertThat(asked).hasValue(0);

      back.countDown();
      while (asked.get() == 0) {
        try {
          patience.ask(asked::incrementAndGet);
        } catch (StoreException e) {
          // The thread that waited for it has not heard yet.
        }
      }
    }
  }

  private static String after(CountDownLatch event) {
    try {
      event.await();
      return "done";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
