package io.github.convexheads.spark.ml;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/** Writes a model: Spark's parameters, and the head as the safetensors file that any verb reads. */
final class HeadWriter extends MLWriter {
  static final String FILE = "head.safetensors";

  private final ConvexHeadModel<?> model;

  HeadWriter(ConvexHeadModel<?> model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
    Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
    Path file = new Path(path, FILE);
    try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(model.file().bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
