package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Cuts rows that lie in their order into blocks: every partition gives the pieces that its rows
 * have of blocks, and a block is put together of its pieces.
 */
final class RowBlocks implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] firsts;
  private final BlockLayout layout;
  private final TokenShapeData shape;
  private final boolean single;

  private RowBlocks(long[] firsts, BlockLayout layout, TokenShape shape, boolean single) {
    this.firsts = firsts;
    this.layout = layout;
    this.shape = new TokenShapeData(shape.tokens(), shape.features());
    this.single = single;
  }

  /**
   * Cuts rows into blocks.
   *
   * @param rows the rows, checked, in their order over partitions
   * @param firsts the number of the first row of every partition
   * @param layout the blocks
   * @param shape s x d
   * @param precision of the features
   * @return the blocks, in the partitions that the layout says
   */
  static JavaRDD<TokenBlock> of(
      JavaRDD<SampleRow> rows,
      long[] firsts,
      BlockLayout layout,
      TokenShape shape,
      Precision precision) {
    RowBlocks cut = new RowBlocks(firsts, layout, shape, precision == Precision.FLOAT32);
    JavaPairRDD<Integer, Piece> pieces =
        rows.mapPartitionsWithIndex(cut::pieces, true)
            .mapToPair(piece -> new Tuple2<>(piece.block, piece));
    return pieces
        .groupByKey(new BlockPartitioner(layout))
        .map(group -> cut.block(group._1(), group._2()));
  }

  private record TokenShapeData(int tokens, int features) implements Serializable {
    int size() {
      return tokens * features;
    }
  }

  /** Consecutive samples of a block. */
  private record Piece(int block, long first, int count, float[] floats, double[] doubles)
      implements Serializable {}

  private Iterator<Piece> pieces(Integer partition, Iterator<SampleRow> rows) {
    return new Iterator<>() {
      private long next = firsts[partition];

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Piece next() {
        long first = next;
        int block = layout.block((int) first);
        List<SampleRow> own = new ArrayList<>();
        while (rows.hasNext() && next < layout.to(block)) {
          own.add(rows.next());
          next++;
        }
        return piece(block, first, own);
      }
    };
  }

  private Piece piece(int block, long first, List<SampleRow> rows) {
    int size = shape.size();
    float[] floats = single ? new float[rows.size() * size] : null;
    double[] doubles = single ? null : new double[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) {
      if (single) {
        System.arraycopy(rows.get(i).getFloats(), 0, floats, i * size, size);
      } else {
        System.arraycopy(rows.get(i).getDoubles(), 0, doubles, i * size, size);
      }
    }
    return new Piece(block, first, rows.size(), floats, doubles);
  }

  private TokenBlock block(int index, Iterable<Piece> pieces) {
    int from = layout.from(index);
    int count = layout.to(index) - from;
    int size = shape.size();
    float[] floats = single ? new float[count * size] : null;
    double[] doubles = single ? null : new double[count * size];
    for (Piece piece : pieces) {
      int at = (int) (piece.first - from) * size;
      if (single) {
        System.arraycopy(piece.floats, 0, floats, at, piece.floats.length);
      } else {
        System.arraycopy(piece.doubles, 0, doubles, at, piece.doubles.length);
      }
    }
    RealArray values = single ? RealArray.wrap(floats) : RealArray.wrap(doubles);
    return new TokenBlock(
        index, from, values, count, new TokenShape(shape.tokens, shape.features), null);
  }

  /** Puts blocks where the layout says. */
  private static final class BlockPartitioner extends Partitioner {
    private static final long serialVersionUID = 1;

    private final BlockLayout layout;

    BlockPartitioner(BlockLayout layout) {
      this.layout = layout;
    }

    @Override
    public int numPartitions() {
      return layout.partitions();
    }

    @Override
    public int getPartition(Object block) {
      return layout.partition((Integer) block);
    }
  }
}
