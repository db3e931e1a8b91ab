package io.github.convexheads.bench.backbone;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.convexheads.api.error.InvalidInputException;

/** The native library of ONNX Runtime, which is unpacked when it is first needed. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError | RuntimeException e) {
      throw new InvalidInputException(
          ("the native library of ONNX Runtime cannot be unpacked to %s and run from there (%s): the"
                  + " folder is read-only, full or mounted noexec, or the platform is another; name"
                  + " another folder, CONVEX_HEADS_OPTS=-Djava.io.tmpdir=FOLDER")
              .formatted(System.getProperty("java.io.tmpdir"), innermost(e)),
          e);
    }
  }

  private static String innermost(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return firstLine(cause);
  }

  static String firstLine(Throwable problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("unknown reason");
  }

  /** What the runtime says, without its error codes and the names of its functions. */
  static InvalidInputException failed(String what, OrtException problem) {
    String said = firstLine(problem).replaceFirst("^Error code - \\w+ - message: ", "");
    String plain = said.replaceAll(":?\\s*/onnxruntime_src/\\S+ .*?\\)(?= [A-Z])", ":");
    return new InvalidInputException(what + ": " + plain, problem);
  }
}
