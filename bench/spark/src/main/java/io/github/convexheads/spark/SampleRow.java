package io.github.convexheads.spark;

import java.io.Serializable;

/**
 * A row of samples as Spark hands it over, a bean for its encoder: features are in one of two
 * arrays, by their precision.
 */
public final class SampleRow implements Serializable {
  private static final long serialVersionUID = 1;

  private float[] floats;
  private double[] doubles;
  private String label;
  private Double weight;
  private String id;

  /** Makes an empty row; the encoder fills it. */
  public SampleRow() {}

  /**
   * Returns features in single precision.
   *
   * @return s d values, or null where they are of double precision or missing
   */
  public float[] getFloats() {
    return floats;
  }

  /**
   * Sets features in single precision.
   *
   * @param values s d values
   */
  public void setFloats(float[] values) {
    floats = values;
  }

  /**
   * Returns features in double precision.
   *
   * @return s d values, or null where they are of single precision or missing
   */
  public double[] getDoubles() {
    return doubles;
  }

  /**
   * Sets features in double precision.
   *
   * @param values s d values
   */
  public void setDoubles(double[] values) {
    doubles = values;
  }

  /**
   * Returns the label as text.
   *
   * @return the label, or null where it is missing
   */
  public String getLabel() {
    return label;
  }

  /**
   * Sets the label.
   *
   * @param text the label
   */
  public void setLabel(String text) {
    label = text;
  }

  /**
   * Returns the weight.
   *
   * @return the weight, or null where it is missing
   */
  public Double getWeight() {
    return weight;
  }

  /**
   * Sets the weight.
   *
   * @param value the weight
   */
  public void setWeight(Double value) {
    weight = value;
  }

  /**
   * Returns what messages call the row.
   *
   * @return the id as text, or null where rows have none
   */
  public String getId() {
    return id;
  }

  /**
   * Sets what messages call the row.
   *
   * @param text the id as text
   */
  public void setId(String text) {
    id = text;
  }
}
