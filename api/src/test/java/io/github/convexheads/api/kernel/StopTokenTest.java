package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopTokenTest {
  private final AtomicLong now = new AtomicLong();
  private final StopToken clocked = StopToken.never().timedBy(now::get);

  @Test
  void stopsWhenItsTimeIsOver() {
    StopToken token = clocked.within(Duration.ofSeconds(2));

    assertThat(token.reason()).isEmpty();
    now.set(Duration.ofSeconds(2).toNanos() - 1);
    assertThat(token.reason()).isEmpty();
    now.set(Duration.ofSeconds(2).toNanos());
    assertThat(token.reason()).contains(StoppedException.Reason.TIME_LIMIT);
  }

  @Test
  void stopsWithTheTokenThatItWasMadeOf() {
    AtomicBoolean cancelled = new AtomicBoolean();
    StopToken inner = clocked.unless(cancelled::get).within(Duration.ofDays(1));

    assertThat(inner.reason()).isEmpty();
    cancelled.set(true);
    now.addAndGet(Duration.ofMillis(1).toNanos());

    assertThat(inner.reason()).contains(StoppedException.Reason.CANCELLED);
  }

  @Test
  void longTimesAreNoLimit() {
    assertThat(clocked.within(Duration.ofSeconds(Long.MAX_VALUE)).reason()).isEmpty();
  }

  @Test
  void asksAtMostOnceAMillisecondAndOnItsOwnThreadOnly() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    StopToken token = clocked.unless(() -> asked.incrementAndGet() > 1);
    for (int i = 0; i < 10; i++) {
      assertThat(token.reason()).isEmpty();
    }
    assertThat(asked).hasValue(1);
    now.addAndGet(Duration.ofMillis(1).toNanos());
    Thread other = new Thread(token::reason);
    other.start();
    other.join();
    assertThat(asked).hasValue(1);

    assertThat(token.reason()).isPresent();
    assertThat(asked).hasValue(2);
  }

  @Test
  void isInForceWhileItsWorkRunsAndOnItsWorkers() {
    StopToken token = clocked.within(Duration.ofSeconds(1));
    now.set(Duration.ofSeconds(1).toNanos());

    assertThatThrownBy(() -> token.run(() -> failing(1)))
        .isInstanceOf(StoppedException.class)
        .hasMessageContaining("time limit");
    assertThatThrownBy(() -> token.run(() -> failing(4))).isInstanceOf(StoppedException.class);
    assertThat(StopToken.current()).isSameAs(StopToken.never());
    StopToken.check();
  }

  private static Void failing(int threads) {
    Workers.of(threads)
        .forEach(
            100,
            task -> {
              throw new AssertionError("task " + task + " began");
            });
    return null;
  }

  @Test
  void aLongProductCanBeStoppedBetweenItsParts() {
    List<Integer> parts = new ArrayList<>();
    Kernel kernel = Kernel.of(recording(parts));
    Matrix a = Matrix.zeros(Precision.FLOAT32, 3000, 1500);
    Matrix b = Matrix.zeros(Precision.FLOAT32, 1500, 2000);

    kernel.multiply(a, b);
    assertThat(parts.stream().mapToInt(m -> m).sum()).isEqualTo(3000);
    assertThat(parts).hasSizeGreaterThan(2);
    parts.clear();
    StopToken token = clocked.within(Duration.ofSeconds(2));
    assertThatThrownBy(() -> token.run(() -> kernel.multiply(a, b)))
        .isInstanceOf(StoppedException.class);
    assertThat(parts).hasSize(2);
  }

  /** Products that take a second each, and compute nothing. */
  private KernelRoutines recording(List<Integer> parts) {
    return (KernelRoutines)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KernelRoutines.class},
            (proxy, method, arguments) -> {
              parts.add((Integer) arguments[2]);
              now.addAndGet(Duration.ofSeconds(1).toNanos());
              return null;
            });
  }
}
