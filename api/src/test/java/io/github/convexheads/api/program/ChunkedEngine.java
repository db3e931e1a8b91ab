package io.github.convexheads.api.program;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.StoredTokens;
import io.github.convexheads.api.internal.data.TokenLayout;
import io.github.convexheads.api.internal.digest.SampleTree;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.internal.text.NaturalOrder;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** An engine without other machines: tokens here, and programs in chunks of a few samples. */
class ChunkedEngine implements Engine {
  private final int chunk;

  ChunkedEngine() {
    this(3);
  }

  /** An engine with chunks of so many samples. */
  ChunkedEngine(int chunk) {
    this.chunk = chunk;
  }

  @Override
  public DistributedTokens read(TokenFiles files) {
    List<StoredArray> arrays = files.names().stream().flatMap(n -> found(n).stream()).toList();
    TokenLayout layout = files.featuresFirst() ? TokenLayout.NDS : TokenLayout.NSD;
    return new Chunks(StoredTokens.read(arrays, layout, files.dropped()), chunk);
  }

  private static List<StoredArray> found(String name) {
    Path pattern = Path.of(name);
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (files.isEmpty()) {
      throw new InvalidInputException("no file matches " + name);
    }
    files.sort(Comparator.comparing(Path::toString, NaturalOrder.OF_TEXT));
    return files.stream().map(Npy::read).toList();
  }

  @Override
  public void close() {}

  /** Tokens whose programs are put together of chunks. */
  private record Chunks(Tokens all, int chunk) implements DistributedTokens {
    private List<int[]> ranges() {
      return IntStream.range(0, (samples() + chunk - 1) / chunk)
          .mapToObj(k -> IntStream.range(k * chunk, Math.min(samples(), (k + 1) * chunk)).toArray())
          .toList();
    }

    @Override
    public ConvexProgram program(ProgramParts parts) {
      List<ConvexProgram> chunks = new ArrayList<>();
      for (int[] range : ranges()) {
        chunks.add(
            LiftedProgram.of(
                    parts.lift(),
                    parts.preprocessing().apply(all.select(range)),
                    parts.targets().select(range),
                    parts.loss(),
                    parts.kernel(),
                    parts.workers())
                .withBeta(parts.beta()));
      }
      return new ChunkedProgram(chunks);
    }

    @Override
    public double[] outputs(ProgramParts parts, Variable z) {
      Tokens seen = parts.preprocessing().apply(all);
      return LiftedProgram.outputs(parts.lift(), seen, z, parts.kernel(), parts.workers());
    }

    @Override
    public double[] moments(Preprocessing steps, double... mean) {
      return SummedTokens.momentsOf(steps.apply(all), mean);
    }

    @Override
    public double[] scatter(Preprocessing steps) {
      return SummedTokens.scatterOf(steps.apply(all), PlainKernel.create());
    }

    @Override
    public byte[] rootHash() {
      return SampleTree.root(List.of(SampleTree.part(all, 0, Workers.of(1))));
    }

    @Override
    public int samples() {
      return all.samples();
    }

    @Override
    public TokenShape shape() {
      return all.shape();
    }

    @Override
    public Precision precision() {
      return all.precision();
    }

    @Override
    public void read(int from, int to, RealArray into, int position) {
      all.read(from, to, into, position);
    }
  }
}
