package io.github.lanefactor.data;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.support.OutputFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Models for other programs, in the format that the file's name asks for:
 *
 * <ul>
 *   <li>{@code .safetensors} and {@code .h5}: all of a model, as {@link ModelFile} reads and writes
 *       it;
 *   <li>{@code .npz}: the arrays U, M, bu, bm and bg for numpy, and ids and titles as UTF-8 bytes
 *       with the position where each ends;
 *   <li>{@code .csv}: a row for each user and item with its id, title, bias and factors, and one
 *       for the global bias.
 * </ul>
 */
public final class ModelExport {
  private static final int NPY_ALIGNMENT = 64;

  private ModelExport() {}

  /**
   * Writes a model, whole or not at all.
   *
   * @throws io.github.lanefactor.ratings.InputException if the file's folder is missing or not
   *     writable
   * @throws UncheckedIOException if writing fails
   */
  public static void write(FactorModel model, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      OutputFile.write(file, temporary -> npz(model, temporary));
    } else if (name.endsWith(".csv")) {
      OutputFile.write(file, temporary -> csv(model, temporary));
    } else {
      ModelFile.write(model, file);
    }
  }

  private static void npz(FactorModel model, Path file) throws IOException {
    Weights w = model.weights();
    Catalogue catalogue = model.catalogue();
    int n = catalogue.users();
    int m = catalogue.items();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      npy(zip, "U", "<f4", n + ", " + w.factors(), floats(w.u()));
      npy(zip, "M", "<f4", m + ", " + w.factors(), floats(w.m()));
      npy(zip, "bu", "<f4", n + ",", floats(w.bu()));
      npy(zip, "bm", "<f4", m + ",", floats(w.bm()));
      npy(zip, "bg", "<f4", "", floats(new float[] {w.bg()}));
      texts(zip, "user_ids", Texts.of(catalogue.userIds()));
      texts(zip, "item_ids", Texts.of(catalogue.itemIds()));
      texts(zip, "titles", Texts.of(m, catalogue::title));
    }
  }

  private static void texts(ZipOutputStream zip, String name, Texts texts) throws IOException {
    ByteBuffer ends = buffer(texts.ends().length * Integer.BYTES);
    ends.asIntBuffer().put(texts.ends());
    npy(zip, name + "_end", "<i4", texts.ends().length + ",", ends);
    npy(zip, name + "_utf8", "|u1", texts.utf8().length + ",", ByteBuffer.wrap(texts.utf8()));
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer floats(float[] values) {
    ByteBuffer bytes = buffer(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  /** An array as numpy's format 1.0 has it. */
  private static void npy(
      ZipOutputStream zip, String name, String type, String shape, ByteBuffer values)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    int length = 10 + header.length() + 1;
    String padded = header + " ".repeat(Math.floorMod(-length, NPY_ALIGNMENT)) + "\n";
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    zip.write(new byte[] {(byte) padded.length(), (byte) (padded.length() >> 8)});
    zip.write(padded.getBytes(StandardCharsets.US_ASCII));
    zip.write(values.array());
    zip.closeEntry();
  }

  private static void csv(FactorModel model, Path file) throws IOException {
    Catalogue catalogue = model.catalogue();
    int k = model.factors();
    String[] header = new String[4 + k];
    Arrays.setAll(
        header, c -> c < 4 ? new String[] {"kind", "id", "title", "bias"}[c] : "f" + (c - 3));
    try (Writer writer = Files.newBufferedWriter(file);
        CSVPrinter rows =
            new CSVPrinter(writer, CSVFormat.RFC4180.builder().setHeader(header).get())) {
      row(rows, "global", "", "", model.globalBias(), new Object[k]);
      for (int user = 0; user < catalogue.users(); user++) {
        int u = user;
        Object[] factors = new Object[k];
        Arrays.setAll(factors, l -> model.userFactor(u, l));
        row(rows, "user", catalogue.userId(u), "", model.userBias(u), factors);
      }
      for (int item = 0; item < catalogue.items(); item++) {
        int i = item;
        Object[] factors = new Object[k];
        Arrays.setAll(factors, l -> model.itemFactor(i, l));
        row(rows, "item", catalogue.itemId(i), catalogue.title(i), model.itemBias(i), factors);
      }
    }
  }

  private static void row(
      CSVPrinter rows, String kind, String id, String title, float bias, Object[] factors)
      throws IOException {
    List<Object> row = new ArrayList<>(List.of(kind, id, title, bias));
    row.addAll(Arrays.asList(factors));
    rows.printRecord(row);
  }
}
