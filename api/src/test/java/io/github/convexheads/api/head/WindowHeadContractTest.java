package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A convolution over tokens, the short way: a {@link ConfiguredHead} with {@link
 * Preactivation#dense} and the phi of one row. The first three gates that are drawn are closed on
 * the smallest tokens of the contract, where the contract has to draw others.
 */
class WindowHeadContractTest extends HeadContract {
  private static final int WINDOW = 3;

  @Override
  protected HeadProvider provider() {
    return new WindowProvider();
  }

  @Override
  protected double[] network(double[] x, TokenShape shape, NetworkHead head, double[] gate) {
    double[] w2 = head.second();
    double[] out = new double[shape.tokens() * w2.length];
    for (int t = 0; t < shape.tokens(); t++) {
      boolean open = gate.length == 0 || filtered(x, shape, t, gate) >= 0;
      for (int p = 0; p < w2.length && open; p++) {
        out[t * w2.length + p] = filtered(x, shape, t, head.first()) * w2[p];
      }
    }
    return out;
  }

  private static double filtered(double[] x, TokenShape shape, int t, double[] w) {
    int d = shape.features();
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      int from = t + i / d - WINDOW / 2;
      sum += from >= 0 && from < shape.tokens() ? x[from * d + i % d] * w[i] : 0;
    }
    return sum;
  }

  @Test
  void aHeadThatTakesNotAllSizesIsToldHowToSaySo() {
    FeaturesContract picky =
        new WindowHeadContractTest() {
          @Override
          protected HeadProvider provider() {
            return new WindowProvider(5);
          }
        };

    assertThatThrownBy(picky::cases)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("refuses TokenShape[tokens=4, features=3]")
        .hasMessageContaining("at least 5 tokens")
        .hasMessageContaining("override takes(shape, outputs)");
  }

  @Test
  void aLinearLiftWithPreactivationsIsToldThatItMustHaveNone() {
    Tokens tokens = HeadCase.tokens(3, new TokenShape(4, 3));
    HeadCase c = headCase(Activation.LINEAR, Pooling.MEAN, Map.of(), tokens, 2);
    Window lift = (Window) c.lift();
    Window wrong = new Window(lift, true);
    HeadCase one = new HeadCase(c.activation(), c.pooling(), 3, tokens, 2, c.gates(), wrong);

    assertThatThrownBy(() -> theHeadHasTheActivationAndPoolingThatWereAskedFor(one))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("preactivations() of the lift, 0 where the activation is linear");
  }

  private record WindowProvider(int least) implements HeadProvider {
    WindowProvider() {
      this(1);
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public String id() {
      return "window";
    }

    @Override
    public String description() {
      return "a convolution over tokens; for tests";
    }

    @Override
    public List<Setting<?>> settings() {
      return HeadSettings.declarations();
    }

    @Override
    public Head create(Settings settings) {
      return new WindowHead(HeadSettings.of(settings), least);
    }
  }

  private static final class WindowHead extends ConfiguredHead {
    private final int least;

    WindowHead(HeadSettings settings, int least) {
      super(settings);
      this.least = least;
    }

    @Override
    protected Preactivation preactivation(TokenShape shape, int outputs) {
      if (shape.tokens() < least) {
        throw new InvalidInputException(
            "needs at least %d tokens, found %d".formatted(least, shape.tokens()));
      }
      return Preactivation.dense(
          1, shape.tokens(), new int[] {WINDOW, shape.features()}, x -> windows(x, shape));
    }

    @Override
    protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
      return new Window(shape, outputs, pooling(), gates, preactivation(shape, outputs), false);
    }
  }

  /** A row for every token: the tokens around it, zeros outside. */
  private static double[] windows(double[] x, TokenShape shape) {
    int d = shape.features();
    double[] rows = new double[shape.tokens() * WINDOW * d];
    for (int i = 0; i < rows.length; i++) {
      int from = i / (WINDOW * d) + i / d % WINDOW - WINDOW / 2;
      rows[i] = from >= 0 && from < shape.tokens() ? x[from * d + i % d] : 0;
    }
    return rows;
  }

  private static final class Window extends DenseLift {
    private final Gates gates;
    private final Preactivation map;
    private final boolean always;

    Window(
        TokenShape shape,
        int outputs,
        Pooling pooling,
        Gates gates,
        Preactivation map,
        boolean always) {
      super(shape, outputs, pooling, blocks(shape, outputs, gates));
      this.gates = gates;
      this.map = map;
      this.always = always;
    }

    Window(Window other, boolean always) {
      this(other.shape(), other.outputs(), other.pooling(), other.gates, other.map, always);
    }

    private static List<Block> blocks(TokenShape shape, int outputs, Gates gates) {
      int rows = WINDOW * shape.features();
      if (gates.groups() == 0) {
        return List.of(new Block(rows, 1, outputs, 0, 0, -1));
      }
      List<Block> blocks = new ArrayList<>();
      for (int j = 0; j < gates.count(0); j++) {
        blocks.add(new Block(rows, 1, outputs, 0, 0, j));
      }
      return blocks;
    }

    @Override
    protected Optional<Preactivation> preactivation() {
      return gates.groups() > 0 || always ? Optional.of(map) : Optional.empty();
    }

    @Override
    protected double[] phi(double[] sample, int position, int block) {
      boolean mean = pooling() == Pooling.MEAN;
      int s = shape().tokens();
      TokenBatch one = Tokens.of(sample, 1, s, shape().features()).batch(0, 1, Precision.FLOAT64);
      List<RowMask> masks = gates.groups() == 0 ? List.of() : gates.masks(map, one, 0);
      double[] rows = windows(sample, shape());
      double[] phi = new double[rows.length / s];
      for (int t = mean ? 0 : position; t < (mean ? s : position + 1); t++) {
        if (masks.isEmpty() || masks.get(block).open(t)) {
          for (int i = 0; i < phi.length; i++) {
            phi[i] += rows[t * phi.length + i] / (mean ? s : 1);
          }
        }
      }
      return phi;
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      int[] sides = {WINDOW, shape().features()};
      return new NetworkHead(0, blocks().get(block).gate(), u, sides, v, new int[] {v.length});
    }
  }
}
