package io.github.convexheads.bench.shapes;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Grey images of one shape each, of random class, position, scale, rotation and brightness on a
 * noisy background with a random gradient.
 *
 * @param pixels n x SIDE x SIDE brightness values, row-major, about 0 to 1
 * @param masks n x SIDE x SIDE coverage of the shape, 0 to 1
 * @param labels n class indices, ordinals of {@link ShapeClass}
 */
public record ShapeImages(float[] pixels, float[] masks, int[] labels) {
  /** Pixels along a side. */
  public static final int SIDE = 32;

  private static final double NOISE = 0.05;

  /**
   * Draws images; the same seed gives the same images.
   *
   * @param count n
   * @param seed the seed
   * @return the images
   */
  public static ShapeImages draw(int count, long seed) {
    float[] pixels = new float[count * SIDE * SIDE];
    float[] masks = new float[pixels.length];
    int[] labels = new int[count];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      ShapeClass[] classes = ShapeClass.values();
      labels[i] = random.nextInt(classes.length);
      draw(classes[labels[i]], random, pixels, masks, i * SIDE * SIDE);
    }
    return new ShapeImages(pixels, masks, labels);
  }

  private static void draw(
      ShapeClass shape, SplittableRandom random, float[] pixels, float[] masks, int at) {
    double scale = random.nextDouble(8, 11);
    double room = SIDE / 2.0 - scale;
    AffineTransform place = new AffineTransform();
    place.translate(
        SIDE / 2.0 + room * random.nextDouble(-1, 1), SIDE / 2.0 + room * random.nextDouble(-1, 1));
    place.rotate(random.nextDouble(-0.35, 0.35));
    place.scale(scale, scale);
    BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = mask.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fill(place.createTransformedShape(shape.outline()));
    graphics.dispose();

    double ground = random.nextDouble(0.05, 0.25);
    double bright = ground + random.nextDouble(0.5, 0.7);
    double slopeX = random.nextDouble(-0.004, 0.004);
    double slopeY = random.nextDouble(-0.004, 0.004);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double inside = (mask.getRaster().getSample(x, y, 0) & 0xff) / 255.0;
        double value = ground + inside * (bright - ground) + slopeX * x + slopeY * y;
        pixels[at + y * SIDE + x] = (float) (value + NOISE * random.nextGaussian());
        masks[at + y * SIDE + x] = (float) inside;
      }
    }
  }
}
