package io.github.convexheads.bench.shapes;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The classes of drawn shapes, each within the square from -1 to 1. */
public enum ShapeClass {
  /** A filled circle. */
  DISC(new Ellipse2D.Double(-1, -1, 2, 2)),
  /** A circle with a hole. */
  RING(without(new Ellipse2D.Double(-1, -1, 2, 2), new Ellipse2D.Double(-0.6, -0.6, 1.2, 1.2))),
  /** A filled square. */
  SQUARE(new Rectangle2D.Double(-0.85, -0.85, 1.7, 1.7)),
  /** A square with a hole. */
  FRAME(
      without(
          new Rectangle2D.Double(-0.85, -0.85, 1.7, 1.7),
          new Rectangle2D.Double(-0.5, -0.5, 1, 1))),
  /** An equilateral triangle. */
  TRIANGLE(star(3, 1)),
  /** A five-pointed star. */
  STAR(star(5, 0.42)),
  /** A cross of two bars. */
  CROSS(
      with(new Rectangle2D.Double(-1, -0.28, 2, 0.56), new Rectangle2D.Double(-0.28, -1, 0.56, 2))),
  /** One bar. */
  BAR(new Rectangle2D.Double(-1, -0.25, 2, 0.5)),
  /** A crescent. */
  CRESCENT(
      without(new Ellipse2D.Double(-1, -1, 2, 2), new Ellipse2D.Double(-0.45, -0.9, 1.8, 1.8))),
  /** Two discs side by side. */
  PAIR(with(new Ellipse2D.Double(-1, -0.45, 0.9, 0.9), new Ellipse2D.Double(0.1, -0.45, 0.9, 0.9)));

  @SuppressWarnings("ImmutableEnumChecker") // only ever read
  private final Shape outline;

  ShapeClass(Shape outline) {
    this.outline = outline;
  }

  Shape outline() {
    return outline;
  }

  private static Area with(Shape a, Shape b) {
    Area area = new Area(a);
    area.add(new Area(b));
    return area;
  }

  private static Area without(Shape a, Shape b) {
    Area area = new Area(a);
    area.subtract(new Area(b));
    return area;
  }

  /** A star of so many points; an inner radius of 1 stands for the polygon without notches. */
  private static Shape star(int points, double inner) {
    Path2D path = new Path2D.Double();
    int corners = inner == 1 ? points : 2 * points;
    for (int i = 0; i < corners; i++) {
      double radius = inner != 1 && i % 2 == 1 ? inner : 1;
      double angle = 2 * Math.PI * i / corners - Math.PI / 2;
      double x = radius * Math.cos(angle);
      double y = radius * Math.sin(angle);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }
}
