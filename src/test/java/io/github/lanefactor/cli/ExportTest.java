package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir private Path folder;
  private Path model;
  private FactorModel trained;

  @BeforeEach
  void train() throws IOException {
    Path ratings = Files.writeString(folder.resolve("r.csv"), EvaluateTest.lines(0, 40));
    model = folder.resolve("m.safetensors");
    Run.ok("train", ratings, "-o", model, "--factors", 3, "--sweeps", 1);
    trained = ModelFile.read(model);
  }

  @Test
  void modelFilesHoldTheSame() throws IOException {
    Path hdf5 = folder.resolve("m.h5");
    Path back = folder.resolve("back.safetensors");
    Run.ok("export", model, hdf5);
    Run.ok("export", hdf5, back);
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(back));
    Run.ok("export", model, back, "--no-history");
    assertTrue(ModelFile.read(back).history().isEmpty());
  }

  @Test
  void arraysForNumpyAreWhatItsFormatSays() throws IOException {
    Path npz = folder.resolve("m.npz");
    Run.ok("export", model, npz);
    Map<String, byte[]> entries = new HashMap<>();
    try (InputStream in = Files.newInputStream(npz);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    byte[] u = entries.get("U.npy");
    assertEquals("NUMPY", new String(u, 1, 5, StandardCharsets.US_ASCII));
    int header = 10 + ByteBuffer.wrap(u).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    assertEquals(0, header % 64);
    String text = new String(u, 10, header - 10, StandardCharsets.US_ASCII);
    String shape = "(" + trained.catalogue().users() + ", 3)";
    assertTrue(text.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape), text);
    float[] values = new float[trained.catalogue().users() * 3];
    ByteBuffer.wrap(u).order(ByteOrder.LITTLE_ENDIAN).position(header).asFloatBuffer().get(values);
    assertArrayEquals(trained.weights().u(), values);
    assertEquals(11, entries.size());
  }

  @Test
  void aRowForEachUserAndItem() throws IOException {
    Path csv = folder.resolve("m.csv");
    Run.ok("export", model, csv);
    List<String> lines = Files.readAllLines(csv);
    int users = trained.catalogue().users();
    assertEquals("kind,id,title,bias,f1,f2,f3", lines.get(0));
    assertEquals("global,,," + trained.globalBias() + ",,,", lines.get(1));
    assertTrue(lines.get(2).startsWith("user," + trained.catalogue().userId(0) + ",,"));
    assertTrue(lines.get(2 + users).startsWith("item," + trained.catalogue().itemId(0) + ","));
    assertEquals(2 + users + trained.catalogue().items(), lines.size());
  }

  @Test
  void wrongFilesAreRefused() throws IOException {
    byte[] before = Files.readAllBytes(model);
    Run.of("export", model, folder.resolve("m.xyz")).assertRefused(2, "ends in .safetensors");
    Run.of("export", model, folder.resolve("../" + folder.getFileName() + "/m.safetensors"))
        .assertRefused(2, "another file than what is read");
    Run.of("export", folder.resolve("none"), folder.resolve("x.csv")).assertRefused(2, "no such");
    assertArrayEquals(before, Files.readAllBytes(model));
  }
}
