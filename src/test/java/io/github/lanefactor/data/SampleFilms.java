package io.github.lanefactor.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the simulation knows of the bundled films, in the order of {@code movies.csv}: how well
 * known and how good they are, and which features they have, namely genres, tags (series,
 * directors, actors, moods) and the time they were made in.
 */
final class SampleFilms {
  /** How much genres, tags and time count when films are compared. */
  private static final double GENRES = 0.55;

  private static final double TAGS = 0.9;
  private static final double TIME = 0.3;

  private static final int FIRST_YEAR = 1920;
  private static final int YEARS_PER_ERA = 10;
  private static final int ERAS = 12;

  private final List<String> ids = new ArrayList<>();
  private final List<Integer> years = new ArrayList<>();
  private final List<Double> fame = new ArrayList<>();
  private final List<Double> quality = new ArrayList<>();
  private final List<double[]> features;

  SampleFilms() {
    List<String[]> genres = new ArrayList<>();
    List<String[]> tags = new ArrayList<>();
    for (String[] film : rows("movies.csv")) {
      String title = film[1];
      ids.add(film[0]);
      years.add(Integer.parseInt(title.substring(title.length() - 5, title.length() - 1)));
      genres.add(film[2].split("\\|"));
    }
    for (String[] film : rows("tastes.csv")) {
      fame.add(Double.parseDouble(film[1]));
      quality.add(Double.parseDouble(film[2]));
      tags.add(film[3].split("\\|"));
    }
    features = join(oneHot(genres, GENRES), oneHot(tags, TAGS), eras());
  }

  int size() {
    return ids.size();
  }

  String id(int film) {
    return ids.get(film);
  }

  int year(int film) {
    return years.get(film);
  }

  /** From 1, known to few, to 9, seen by most. */
  double fame(int film) {
    return fame.get(film);
  }

  /** The mean rating to expect. */
  double quality(int film) {
    return quality.get(film);
  }

  /** The features of a film: a vector that is as long for every film. */
  double[] features(int film) {
    return features.get(film);
  }

  private static List<String[]> rows(String name) {
    Source source = SampleData.file(name);
    List<String[]> rows = new ArrayList<>();
    try (InputStream in = source.open()) {
      Rows file = new Rows(name, Peek.at(name, in).open(name, in), ",", Quotes.CSV);
      file.next(); // the header
      for (String[] row = file.next(); row != null; row = file.next()) {
        rows.add(row.clone());
      }
    } catch (IOException e) {
      throw source.unreadable(e);
    }
    return rows;
  }

  /** One feature for each name; the rarer the name, the more it counts. Vectors have one length. */
  private static List<double[]> oneHot(List<String[]> names, double length) {
    Map<String, Integer> columns = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (String[] film : names) {
      for (String name : film) {
        columns.putIfAbsent(name, columns.size());
        counts.merge(name, 1, Integer::sum);
      }
    }
    List<double[]> vectors = new ArrayList<>();
    for (String[] film : names) {
      double[] vector = new double[columns.size()];
      for (String name : film) {
        double rarity = StrictMath.log((double) names.size() / counts.get(name));
        vector[columns.get(name)] = name.isEmpty() ? 0 : rarity;
      }
      vectors.add(scaled(vector, length));
    }
    return vectors;
  }

  /** A film's time, shared between the two eras it lies between. */
  private List<double[]> eras() {
    List<double[]> vectors = new ArrayList<>();
    for (int year : years) {
      double at = (double) (year - FIRST_YEAR) / YEARS_PER_ERA;
      double[] vector = new double[ERAS];
      vector[(int) at] = 1 - (at - (int) at);
      vector[(int) at + 1] = at - (int) at;
      vectors.add(scaled(vector, TIME));
    }
    return vectors;
  }

  private static double[] scaled(double[] vector, double length) {
    double norm = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= norm == 0 ? 0 : length / norm;
    }
    return vector;
  }

  @SafeVarargs
  private static List<double[]> join(List<double[]>... blocks) {
    List<double[]> joined = new ArrayList<>();
    for (int film = 0; film < blocks[0].size(); film++) {
      List<Double> all = new ArrayList<>();
      for (List<double[]> block : blocks) {
        for (double value : block.get(film)) {
          all.add(value);
        }
      }
      joined.add(all.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return joined;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
