package io.github.convexheads.api.internal.format;

import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What one number of a stored array is. Declared in the order in which a safetensors file keeps its
 * arrays: wide elements first, so that all are aligned.
 */
@API(status = API.Status.INTERNAL)
public enum ElementType {
  /** Signed 64-bit integer. */
  INT64("int64", 'i', 8, "I64"),
  /** Unsigned 64-bit integer; values from 2^63 on are refused when read. */
  UINT64("uint64", 'u', 8, "U64"),
  /** IEEE 754 binary64, a Java {@code double}. */
  FLOAT64("float64", 'f', 8, "F64"),
  /** IEEE 754 binary32, a Java {@code float}. */
  FLOAT32("float32", 'f', 4, "F32"),
  /** Signed 32-bit integer. */
  INT32("int32", 'i', 4, "I32"),
  /** Unsigned 32-bit integer. */
  UINT32("uint32", 'u', 4, "U32"),
  /** IEEE 754 binary16: 11 significant bits, largest value 65504. */
  FLOAT16("float16", 'f', 2, "F16"),
  /**
   * The upper half of an IEEE 754 binary32: 8 significant bits, the range of float32. NumPy has no
   * such type; {@code ml_dtypes} saves it as {@code V2}.
   */
  BFLOAT16("bfloat16", 'V', 2, "BF16"),
  /** Signed 16-bit integer. */
  INT16("int16", 'i', 2, "I16"),
  /** Unsigned 16-bit integer. */
  UINT16("uint16", 'u', 2, "U16"),
  /** Signed byte. */
  INT8("int8", 'i', 1, "I8"),
  /** Unsigned byte, 0 to 255. */
  UINT8("uint8", 'u', 1, "U8"),
  /** One byte, 0 or 1. */
  BOOL("bool", 'b', 1, "BOOL");

  private final String label;
  private final char kind;
  private final int bytes;
  private final String safetensors;

  ElementType(String label, char kind, int bytes, String safetensors) {
    this.label = label;
    this.kind = kind;
    this.bytes = bytes;
    this.safetensors = safetensors;
  }

  /**
   * The size of one element.
   *
   * @return 1, 2, 4 or 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Whether elements are floating-point numbers, so that they may have fractions or be NaN.
   *
   * @return true for bfloat16, float16, float32 and float64
   */
  public boolean isFloatingPoint() {
    return kind == 'f' || this == BFLOAT16;
  }

  /** Whether a Java float holds every value. */
  boolean fitsFloat() {
    return isFloatingPoint() && bytes <= Float.BYTES;
  }

  /** The dtype code in a NumPy header, written little-endian, such as {@code <f4}. */
  String numpyCode() {
    return (bytes == 1 ? "|" : "<") + kind + bytes;
  }

  /** The dtype code in a safetensors header, such as {@code F32}. */
  String safetensorsCode() {
    return safetensors;
  }

  /** The type that NumPy writes as {@code code} after the byte order, such as {@code f4}. */
  static Optional<ElementType> ofNumpy(String code) {
    if (code.equals(BFLOAT16.label)) {
      return Optional.of(BFLOAT16); // some writers spell it out
    }
    String plain = code.equals("?") ? "b1" : code;
    return Arrays.stream(values()).filter(t -> plain.equals("" + t.kind + t.bytes)).findFirst();
  }

  /** The type that safetensors writes as {@code code}. */
  static Optional<ElementType> ofSafetensors(String code) {
    return Arrays.stream(values()).filter(t -> t.safetensors.equals(code)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return String.join(", ", Arrays.stream(values()).map(ElementType::toString).toList());
  }

  /** The name that NumPy uses, such as {@code float32}. */
  @Override
  public String toString() {
    return label;
  }
}
