package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void aShapeReadsAsInPython() {
    assertThat(Shape.of()).hasToString("()");
    assertThat(Shape.of(3)).hasToString("(3,)");
    assertThat(Shape.of(3, 4)).hasToString("(3, 4)");
  }

  @Test
  void rowsAndRowSizeMakeUpTheCount() {
    Shape shape = Shape.of(5, 3, 4);

    assertThat(shape.rows()).isEqualTo(5);
    assertThat(shape.rowSize()).isEqualTo(12);
    assertThat(shape.count()).isEqualTo(60);
    assertThat(Shape.of().count()).isEqualTo(1);
    assertThat(Shape.of(0, 7).count()).isZero();
    assertThat(Shape.of(0, 7).rowSize()).isEqualTo(7);
  }

  @Test
  void aPositionHasOneIndexPerDimension() {
    assertThat(Shape.of(5, 3, 4).position(43)).isEqualTo("[3, 1, 3]");
    assertThat(Shape.of().position(0)).isEqualTo("[]");
  }

  @Test
  void aCountThatOverflowsIsRefusedEvenBesideAnEmptyDimension() {
    assertThat(Shape.of(1L << 59, 1).count()).isEqualTo(1L << 59);
    assertThatThrownBy(() -> Shape.of(1L << 60)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Shape.of(0, 1L << 31, 1L << 31))
        .hasMessage("shape (0, 2147483648, 2147483648) has more elements than any memory can hold");
  }

  @Test
  void negativeSizesAndTooManyDimensionsAreRefused() {
    assertThatThrownBy(() -> Shape.of(3, -1)).hasMessageContaining("(3, -1) has a negative size");
    assertThatThrownBy(() -> new Shape(Collections.nCopies(65, 1L)))
        .hasMessageContaining("65 dimensions");
  }
}
