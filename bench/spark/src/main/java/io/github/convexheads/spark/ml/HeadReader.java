package io.github.convexheads.spark.ml;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link HeadWriter} wrote. */
final class HeadReader<M extends ConvexHeadModel<M>> extends MLReader<M> {
  private final String type;
  private final BiFunction<String, HeadFile, M> model;

  HeadReader(Class<M> type, BiFunction<String, HeadFile, M> model) {
    this.type = type.getName();
    this.model = model;
  }

  @Override
  public M load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sparkSession(), type);
    Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
    Path file = new Path(path, HeadWriter.FILE);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      HeadFile head = HeadFile.of(in.readAllBytes());
      head.head(); // Refuses a damaged file here, and not on executors.
      M read = model.apply(metadata.uid(), head);
      metadata.getAndSetParams(read, Option.empty());
      return read;
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
