package io.github.convexheads.bench.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultClaimTest {
  @TempDir private Path folder;

  private Path row() {
    return folder.resolve("linear-seed1-0123.json");
  }

  @Test
  void onlyOneHasItAndOthersHearWho() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Boolean> other;
    try (ResultClaim mine = ResultClaim.take(row(), heard::add)) {
      mine.requireOpen();
      assertThat(heard).isEmpty();
      other =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultClaim theirs =
                    ResultClaim.take(
                        row(),
                        who -> {
                          heard.add(who);
                          waiting.countDown();
                        })) {
                  theirs.requireOpen();
                  return true;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      waiting.await();
      assertThat(other).isNotDone();
    }
    assertThat(other.get()).isTrue();
    assertThat(heard).containsExactly("process " + ProcessHandle.current().pid());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void manyThreadsTakeItOneAfterTheOther() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Void>> all =
        Stream.generate(
                () ->
                    CompletableFuture.runAsync(
                        () -> {
                          try (ResultClaim claim = ResultClaim.take(row(), who -> {})) {
                            claim.requireOpen();
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }))
            .limit(20)
            .toList();
    for (CompletableFuture<Void> each : all) {
      each.get();
    }
    assertThat(most).hasValue(1);
    assertThat(folder).isEmptyDirectory();
  }

  /** Holds the claim of a row until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (ResultClaim claim = ResultClaim.take(Path.of(arguments[0]), who -> {})) {
        claim.requireOpen();
        System.out.println("held");
        int end = System.in.read();
        System.out.println(end);
      }
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                row().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("held");
    return process;
  }

  /** A lock that this process alone heeds would let every other process in. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherProcessIsWaitedForUntilItEnds(boolean killed) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    CountDownLatch waiting = new CountDownLatch(1);
    Process other = holder();
    CompletableFuture<Void> mine =
        CompletableFuture.runAsync(
            () -> {
              try (ResultClaim claim =
                  ResultClaim.take(
                      row(),
                      who -> {
                        heard.add(who);
                        waiting.countDown();
                      })) {
                claim.requireOpen();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(500);
    assertThat(mine).isNotDone();
    if (killed) {
      other.destroyForcibly();
    } else {
      other.outputWriter().close();
    }
    mine.get(60, TimeUnit.SECONDS);
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(heard).containsExactly("process " + other.pid());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whoeverIsToStopWaitsNoLonger() throws IOException {
    try (ResultClaim mine = ResultClaim.take(row(), who -> {})) {
      mine.requireOpen();
      AtomicBoolean waiting = new AtomicBoolean();
      StopToken token = StopToken.current().unless(waiting::get);
      assertThatThrownBy(() -> token.run(() -> taken(waiting)))
          .isInstanceOf(StoppedException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  private ResultClaim taken(AtomicBoolean waiting) {
    try {
      return ResultClaim.take(row(), who -> waiting.set(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatAKilledProcessLeftIsTakenOver() throws IOException {
    Files.writeString(folder.resolve(".linear-seed1-0123.json.claim"), "process 1");
    try (ResultClaim claim = ResultClaim.take(row(), who -> {})) {
      claim.requireOpen();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aClaimThatWasReleasedKeepsNothing() throws IOException {
    ResultClaim claim = ResultClaim.take(row(), who -> {});
    claim.close();
    assertThatThrownBy(claim::requireOpen).isInstanceOf(IllegalStateException.class);
  }
}
