package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.Ratings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the bits of a training depend on, by name: its settings, and SHA-256 digests of its ratings
 * and its start. Threads and kernel are not among it.
 */
final class Binding {
  /** How a value begins that is a digest. */
  static final String DIGEST = "sha256:";

  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  private Binding() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The binding of a training that starts from {@code start}. */
  static Map<String, String> of(
      Choices choices, Settings settings, Ratings ratings, Factors start) {
    Map<String, String> binding = new LinkedHashMap<>(settings.describe());
    binding.put("tolerance", Double.toString(choices.tolerance));
    binding.put("target loss", Double.toString(choices.targetLoss));
    binding.put("log every", Integer.toString(choices.logEvery));
    binding.put("validation", choices.quality == null ? "none" : "patience " + choices.patience);
    Optional<Features> ofUsers = UsedFeatures.ofUsers(choices, settings, ratings);
    Optional<Features> ofItems = UsedFeatures.ofItems(choices, settings, ratings);
    binding.put("user features", ofUsers.map(f -> new Binding().digest(f)).orElse("none"));
    binding.put("item features", ofItems.map(f -> new Binding().digest(f)).orElse("none"));
    binding.put("data", new Binding().digest(ratings));
    binding.put("start weights", new Binding().digest(start));
    return binding;
  }

  private String digest(Ratings ratings) {
    Catalogue catalogue = ratings.catalogue();
    add(catalogue.users());
    add(catalogue.items());
    for (int user = 0; user < catalogue.users(); user++) {
      add(catalogue.userId(user));
      add(ratings.start(user));
    }
    for (int item = 0; item < catalogue.items(); item++) {
      add(catalogue.itemId(item));
      add(catalogue.title(item));
      add(String.join("|", catalogue.genres(item)));
    }
    for (int position = 0; position < ratings.size(); position++) {
      add(ratings.itemAt(position));
      add(Float.floatToRawIntBits(ratings.ratingAt(position)));
    }
    if (ratings.hasTimes()) {
      for (int position = 0; position < ratings.size(); position++) {
        add((int) (ratings.timeAt(position) >>> 32));
        add((int) ratings.timeAt(position));
      }
    }
    return end();
  }

  private String digest(Features features) {
    add(features.size());
    for (int row = 0; row < features.rows(); row++) {
      add(features.start(row));
      for (int p = features.start(row); p < features.start(row + 1); p++) {
        add(features.featureAt(p));
        add(Float.floatToRawIntBits(features.valueAt(p)));
      }
    }
    return end();
  }

  private String digest(Factors factors) {
    for (float[] values : new float[][] {factors.u, factors.m, factors.bu, factors.bm}) {
      for (float value : values) {
        add(Float.floatToRawIntBits(value));
      }
    }
    add(Float.floatToRawIntBits(factors.bg));
    return end();
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    drain();
    digest.update(bytes);
  }

  private void add(int value) {
    if (buffer.remaining() < Integer.BYTES) {
      drain();
    }
    buffer.putInt(value);
  }

  private void drain() {
    digest.update(buffer.flip());
    buffer.clear();
  }

  private String end() {
    drain();
    return DIGEST + HexFormat.of().formatHex(digest.digest());
  }
}
