package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simulates ratings of the bundled films, such as the bundled ones. The same settings give the same
 * bytes on every JVM.
 *
 * <pre>{@code
 * String csv = new SampleRatings().users(2000).csv();
 * }</pre>
 *
 * <p>Every user has a few favourite films, well-known ones more often. What a user likes are the
 * features of the favourites: genres, tags, and the time they were made in. Which films a user
 * rates depends on how well known they are and how much they are to the user's liking; the rating,
 * on how good the film is, how much it is to the user's liking, how generous the user is, and
 * chance.
 */
public final class SampleRatings {
  private static final int LEAST_RATINGS = 15;
  private static final int USUAL_RATINGS = 44;
  private static final double SPREAD_OF_RATINGS = 0.6;

  /** How much a point of fame, and a standard deviation of liking, do for the odds of a rating. */
  private static final double FAME = 0.8;

  private static final double LIKING = 2.2;
  private static final double MOST_LIKING = 5;

  /** The years in which users join, and how long they are. */
  private static final int FIRST_YEAR = 2016;

  private static final int YEARS = 8;
  private static final long SECONDS_PER_YEAR = 31_556_952;
  private static final int SECONDS_PER_DAY = 86_400;

  private final SampleFilms films = new SampleFilms();
  private int users = 500;
  private long seed = 2019;

  /** A simulation with the defaults, which gives the bundled ratings. */
  public SampleRatings() {}

  /** The number of users, ≥ 1; 500 unless set. */
  public SampleRatings users(int users) {
    if (users < 1) {
      throw new InputException("expected users of at least 1, found " + users);
    }
    this.users = users;
    return this;
  }

  /** What chance is drawn from; the bundled ratings come from 2019. */
  public SampleRatings seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The ratings as the text of a MovieLens {@code ratings.csv}, users from 1. */
  public String csv() {
    StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int user = 1; user <= users; user++) {
      // Each user has chance of their own, so that more users do not change the first ones.
      for (Rated rated : new User(seeds.nextLong()).ratings()) {
        csv.append(user).append(',').append(films.id(rated.film)).append(',');
        csv.append(rated.rating).append(',').append(rated.time).append('\n');
      }
    }
    return csv.toString();
  }

  private record Rated(int film, double rating, long time) {}

  /** A simulated user. */
  private final class User {
    private final Draws draws;

    /** How much the user goes by what is well known: from 0.2 to 1.2. */
    private final double fashion;

    private final double[] liking;

    User(long seed) {
      this.draws = new Draws(seed);
      this.fashion = 0.2 + draws.unit();
      this.liking = liking();
    }

    /** How much each film is to the user's liking, in standard deviations from the mean. */
    private double[] liking() {
      double[] taste = taste();
      double[] liking = new double[films.size()];
      Arrays.setAll(liking, film -> SampleFilms.dot(taste, films.features(film)));
      double mean = sum(liking) / liking.length;
      double deviation = Math.sqrt(SampleFilms.dot(liking, liking) / liking.length - mean * mean);
      for (int film = 0; film < liking.length; film++) {
        liking[film] = Math.min((liking[film] - mean) / deviation, MOST_LIKING);
      }
      return liking;
    }

    /** The features of three to six favourites, of which most are like the first. */
    private double[] taste() {
      double[] first = films.features(favourite(null));
      double[] taste = first.clone();
      for (int more = 2 + (int) (4 * draws.unit()); more > 0; more--) {
        double[] features = films.features(favourite(draws.unit() < 0.75 ? first : null));
        double weight = 0.5 + draws.unit();
        for (int i = 0; i < taste.length; i++) {
          taste[i] += weight * features[i];
        }
      }
      return taste;
    }

    private static double sum(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum;
    }

    /** A film, the better known the likelier, and like the one with these features if given. */
    private int favourite(double[] like) {
      int best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int film = 0; film < films.size(); film++) {
        double similar = like == null ? 0 : SampleFilms.dot(like, films.features(film));
        double value = 0.4 * fashion * films.fame(film) + 6 * similar + draws.gumbel();
        if (value > most) {
          most = value;
          best = film;
        }
      }
      return best;
    }

    /** The user's ratings, in the order of the films. */
    List<Rated> ratings() {
      int year = FIRST_YEAR + (int) (YEARS * draws.unit());
      long time = (year - 1970) * SECONDS_PER_YEAR + (long) (draws.unit() * SECONDS_PER_YEAR);
      double generosity = 0.35 * draws.gaussian();
      List<Rated> ratings = new ArrayList<>();
      for (int film : watched(year)) {
        double rating =
            films.quality(film) + generosity + 0.3 * (liking[film] - 1.5) + 0.6 * draws.gaussian();
        double halves = StrictMath.rint(2 * rating);
        ratings.add(new Rated(film, Math.max(1, Math.min(10, halves)) / 2, time));
        // Mostly one film after the other; now and then the user comes back another day.
        time += 4 + (long) ((draws.unit() < 0.96 ? 60 : 60 * SECONDS_PER_DAY) * draws.unit());
      }
      ratings.sort(Comparator.comparingInt(Rated::film));
      return ratings;
    }

    /** The films the user rates, likeliest first: of those from before {@code year}. */
    private List<Integer> watched(int year) {
      double weight = FAME * (0.6 + 0.6 * fashion);
      List<Integer> watched = new ArrayList<>();
      double[] odds = new double[films.size()];
      for (int film = 0; film < odds.length; film++) {
        odds[film] = weight * films.fame(film) + LIKING * liking[film] + draws.gumbel();
        if (films.year(film) < year) {
          watched.add(film);
        }
      }
      watched.sort(Comparator.comparingDouble(film -> -odds[film]));
      int count = (int) (USUAL_RATINGS * StrictMath.exp(SPREAD_OF_RATINGS * draws.gaussian()));
      return watched.subList(0, Math.min(Math.max(count, LEAST_RATINGS), watched.size()));
    }
  }
}
