package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.support.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The lists of all users as a file. */
final class ListsFile {
  private ListsFile() {}

  private static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /**
   * @throws InputException if the file's name tells of no format
   */
  static void checkFormat(Path file) {
    if (!isCsv(file) && !file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
      throw new InputException(file + ": expected a name that ends in .csv or .jsonl");
    }
  }

  /** Writes user, rank from 1, item and score: a row each in CSV, or an object each in a line. */
  static void write(Recommender recommender, Query query, Path file, PrintWriter err) {
    OutputFile.write(
        file,
        temporary -> {
          try (Writer out = Files.newBufferedWriter(temporary)) {
            if (isCsv(file)) {
              CSVPrinter rows = new CSVPrinter(out, CSVFormat.RFC4180);
              rows.printRecord("user", "rank", "item", "score");
              all(recommender, query, err, rows::printRecord);
            } else {
              all(recommender, query, err, (values) -> object(out, values));
            }
          }
        });
  }

  /** Takes the values of a row. */
  @FunctionalInterface
  private interface Row {
    void write(Object... values) throws IOException;
  }

  private static void all(Recommender recommender, Query query, PrintWriter err, Row row) {
    Progress progress = Progress.on(err);
    long began = System.nanoTime();
    int users = recommender.catalogue().users();
    int[] done = {0};
    try {
      recommender.recommendAll(
          query,
          (user, list) -> {
            rows(user, list, row);
            progress.at(++done[0], users, (System.nanoTime() - began) * 1e-9, "user", "");
          });
    } finally {
      progress.clear();
    }
  }

  private static void rows(String user, List<ScoredItem> list, Row row) {
    try {
      for (int r = 0; r < list.size(); r++) {
        ScoredItem scored = list.get(r);
        row.write(user, r + 1, scored.item().id(), (float) scored.score());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the lists: " + e.getMessage(), e);
    }
  }

  private static void object(Writer out, Object... values) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.beginObject();
    json.name("user").value((String) values[0]);
    json.name("rank").value((Integer) values[1]);
    json.name("item").value((String) values[2]);
    json.name("score").value((Float) values[3]);
    json.endObject();
    json.flush();
    out.write('\n');
  }
}
