package io.github.convexheads.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.path.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Small sound files of every kind, from which damaged ones are made. */
record SoundFiles(Path folder) {
  private static final String CONFIGURATION =
      """
      head { type = b-fno, activation = gated-relu, pooling = mean, blocks = 2
             gates { count = 4, seed = 7 } }
      loss { type = softmax }
      beta-fraction = 0.25
      solver { type = low-rank, tolerance = 1e-4, max-iterations = 100, time-limit = 10m }
      preprocess { standardize = true, layer-norm = false, bias = true }
      run { threads = 2, kernel = java }
      """;

  private static final String EXPERIMENT =
      """
      data { tokens = a.npy, labels = b.npy, test { tokens = c.npy, labels = d.npy } }
      split { validation = 0.25 }
      seeds = [1, 2, 3], patience = 2
      beta-fractions = [0.3, 0.1, 0.03]
      preprocess { standardize = true }
      heads = [ { type = linear }, { name = m, type = mixer, activation = gated-relu, gates.count = 3
                  solver { tolerance = 1e-2 } } ]
      """;

  private static final String SETTINGS =
      """
      head.type=attention
      head.activation=gated-relu
      head.gates.count=8
      beta=0.01
      solver.type=admm
      solver.tolerance=1e-3
      preprocess.standardize=true
      """;

  private static final String RECIPE =
      """
      { "tokens.backbone" : "", "tokens.output" : "", "tokens.drop-tokens" : "0", "tokens.layout" : "",
        "tokens.output-layout" : "", "tokens.constants" : "", "tokens.patch" : "8", "tokens.whitening" : "", "tokens.cell" : "1",
        "tokens.image" : "3x32x32", "tokens.resize" : "triangle", "tokens.background" : "ignored",
        "tokens.mean" : "0.5,0.4,0.3", "tokens.deviation" : "1.0", "tokens.type" : "float16",
        "sha256" : "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }
      """;

  private static final String HISTORY =
      """
      iteration,seconds,primal,dual,gap,rank
      0,0.01,1.25,0.5,1.5,1
      1,0.02,1.125,1.0,0.125,2
      """;

  private static final String PATH =
      """
      beta_fraction,beta,primal,relative_gap,loss,rank,seconds,score,score_error,metric,by,chosen
      0.5,0.1,1.25,1e-4,1.1,1,0.5,0.75,0.01,accuracy,folds,false
      0.25,0.05,1.0,1e-5,0.9,2,0.5,0.8,0.01,accuracy,folds,true
      """;

  List<byte[]> of(Parser parser) throws IOException {
    return switch (parser) {
      case NPY -> List.of(tokens(), labels(), npy(StoredArray.of(new float[12], 2, 2, 3)));
      case TOKENS ->
          List.of(tokens(), npy(StoredArray.of(new float[6], 2, 3)), npz(Npz.Compression.STORED));
      case LABELS -> List.of(labels(), npy(StoredArray.of(new double[6], 3, 2)), words());
      case SHARDS -> List.of(joined(tokens(), tokens()), joined(labels(), labels()));
      case WEIGHTS -> List.of(npy(StoredArray.of(new double[] {1, 0, 2, 0.5}, 4)));
      case LENGTHS -> List.of(whole(1, 2, 2, 1));
      case HISTORY -> List.of(HISTORY.getBytes(UTF_8));
      case PATH -> List.of(PATH.getBytes(UTF_8));
      case NPZ -> List.of(npz(Npz.Compression.STORED), npz(Npz.Compression.DEFLATED));
      case SAFETENSORS, MODEL, CHECKPOINT -> models();
      case IDX -> List.of(idx());
      case GZIP_IDX -> List.of(gzip(idx()));
      case CIFAR -> List.of(new byte[3073], new byte[3074], new byte[2 * 3073]);
      case IMAGE ->
          List.of(
              image("png", BufferedImage.TYPE_INT_ARGB),
              image("png", BufferedImage.TYPE_BYTE_INDEXED),
              image("png", BufferedImage.TYPE_USHORT_GRAY),
              image("jpg", BufferedImage.TYPE_INT_RGB),
              image("jpg", BufferedImage.TYPE_BYTE_GRAY));
      case CONFIGURATION -> List.of(CONFIGURATION.getBytes(UTF_8));
      case EXPERIMENT -> List.of(EXPERIMENT.getBytes(UTF_8));
      case SETTINGS -> List.of(SETTINGS.getBytes(UTF_8));
      case RECIPE -> List.of(RECIPE.getBytes(UTF_8));
    };
  }

  private byte[] npy(StoredArray array) throws IOException {
    Path file = folder.resolve("sound.npy");
    Npy.write(file, array.toDoubles(), array.shape().sizes().stream().mapToLong(i -> i).toArray());
    return Files.readAllBytes(file);
  }

  private byte[] tokens() throws IOException {
    double[] values = new double[12];
    Arrays.setAll(values, i -> i - 5.5);
    return npy(StoredArray.of(values, 3, 2, 2));
  }

  private byte[] labels() throws IOException {
    return whole(0, 1, 2, 1);
  }

  private byte[] whole(int... values) throws IOException {
    Path file = folder.resolve("sound-labels.npy");
    Npy.write(file, values, values.length);
    return Files.readAllBytes(file);
  }

  /** Two classes by name, as NumPy saves an array of str. */
  private static byte[] words() {
    String header = "{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }";
    byte[] line = (header + " ".repeat(117 - header.length()) + "\n").getBytes(ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(128 + 24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
    bytes.putShort((short) 118).put(line);
    "cateel".chars().forEach(bytes::putInt);
    return bytes.array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private byte[] npz(Npz.Compression compression) throws IOException {
    Path file = folder.resolve("sound.npz");
    Npz.of(Map.of("x", StoredArray.of(new double[4], 2, 2), "in/y", StoredArray.of(new long[3], 3)))
        .write(file, compression);
    return Files.readAllBytes(file);
  }

  /** Fitted heads with and without gates, and a checkpoint. */
  private List<byte[]> models() throws IOException {
    double[] values = new double[8 * 2 * 2];
    Arrays.setAll(values, i -> Math.sin(3.0 * i));
    Tokens tokens = Tokens.of(values, 8, 2, 2);
    Targets targets = Targets.labels(new int[] {0, 1, 0, 1, 1, 0, 1, 0}, 2);
    List<byte[]> files = new ArrayList<>();
    Path file = folder.resolve("sound.safetensors");
    for (String head : List.of("linear", "mixer", "b-fno")) {
      ConvexHeads asked =
          ConvexHeads.builder()
              .set("preprocess.recommended", "false")
              .head(head)
              .tolerance(1e-2)
              .betaFraction(0.3);
      ConvexHeads gated =
          head.equals("linear")
              ? asked
              : asked.set("head.activation", "gated-relu").set("head.gates.count", "2");
      FitResult result = gated.fit(tokens, targets);
      result.head().save(file);
      files.add(Files.readAllBytes(file));
      Map<String, String> configuration = result.head().provenance().configuration();
      new Checkpoint(result.head().variable(), configuration, "0").write(file);
      files.add(Files.readAllBytes(file));
    }
    return files;
  }

  private static byte[] idx() {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 3 * 4 * 5);
    bytes.putInt(0x0803).putInt(3).putInt(4).putInt(5);
    return bytes.array();
  }

  private static byte[] image(String format, int type) throws IOException {
    BufferedImage image = new BufferedImage(6, 5, type);
    for (int i = 0; i < 30; i++) {
      image.setRGB(i % 6, i / 6, 0xff000000 | (i * 0x072305));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
