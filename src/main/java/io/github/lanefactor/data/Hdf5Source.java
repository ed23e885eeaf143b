package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Reads what a group of an HDF5 file is expected to hold. Whatever does not fit is an {@link
 * InputException} that names the dataset.
 */
final class Hdf5Source {
  private final Group group;
  private final long largest;

  /**
   * @param largest the most bytes that a dataset can have; a damaged header may claim more
   */
  Hdf5Source(Group group, long largest) {
    this.group = group;
    this.largest = largest;
  }

  boolean has(String name) {
    return group.getChild(name) != null;
  }

  Hdf5Source group(String name) {
    if (group.getChild(name) instanceof Group child) {
      return new Hdf5Source(child, largest);
    }
    throw new InputException(
        "expected a group \"" + name + "\", as a model written by lanefactor has");
  }

  boolean hasAttribute(String name) {
    return group.getAttribute(name) != null;
  }

  /** A finite number. */
  double finite(String name) {
    double value = attribute(name, Double.class);
    if (!Double.isFinite(value)) {
      throw new InputException(
          "expected a finite attribute \""
              + name
              + "\" of "
              + group.getPath()
              + ", found "
              + value);
    }
    return value;
  }

  /** The constant of an enum that an attribute names in lower case. */
  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String value = attribute(name, String.class);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException("unknown " + name + " \"" + value.replaceAll("\\R", " ") + '"'));
  }

  <T> T attribute(String name, Class<T> type) {
    Attribute attribute = group.getAttribute(name);
    Object value = attribute == null ? null : attribute.getData();
    if (!type.isInstance(value)) {
      throw new InputException("expected an attribute \"" + name + "\" of " + group.getPath());
    }
    return type.cast(value);
  }

  int rows(String name) {
    return dataset(name, 2).getDimensions()[0];
  }

  int columns(String name) {
    return dataset(name, 2).getDimensions()[1];
  }

  /** A matrix or vector of finite numbers, row by row. */
  float[] floats(String name, int... shape) {
    return finite(name, shaped(name, shape));
  }

  /** A single number, as a scalar or as an array of one. */
  float number(String name) {
    Dataset dataset = dataset(name);
    if (dataset.getSize() != 1) {
      throw unexpected(name, "one number", dataset);
    }
    return finite(name, dataset)[0];
  }

  int[] ints(String name, int length) {
    Object flat = integers(name, shaped(name, length));
    if (flat instanceof int[] ints) {
      return ints;
    }
    int[] ints = new int[Array.getLength(flat)];
    Arrays.setAll(ints, i -> Math.toIntExact(Array.getLong(flat, i)));
    return ints;
  }

  long[] longs(String name, int length) {
    Object flat = integers(name, shaped(name, length));
    if (flat instanceof long[] longs) {
      return longs;
    }
    long[] longs = new long[Array.getLength(flat)];
    Arrays.setAll(longs, i -> Array.getLong(flat, i));
    return longs;
  }

  byte[] bytes(String name) {
    Dataset dataset = dataset(name, 1);
    if (dataset.getDataFlat() instanceof byte[] bytes) {
      return bytes;
    }
    throw unexpected(name, "bytes", dataset);
  }

  /** Strings, row by row. */
  String[] strings(String name, int... shape) {
    return strings(name, shaped(name, shape));
  }

  /** Ids, which may be stored as integers or as strings. */
  String[] ids(String name) {
    Dataset dataset = dataset(name, 1);
    if (dataset.getJavaType() == String.class) {
      return strings(name, dataset);
    }
    Object flat = integers(name, dataset);
    String[] ids = new String[Array.getLength(flat)];
    Arrays.setAll(ids, i -> Long.toString(Array.getLong(flat, i)));
    return ids;
  }

  private Dataset shaped(String name, int... shape) {
    Dataset dataset = dataset(name);
    if (!Arrays.equals(dataset.getDimensions(), shape)) {
      throw unexpected(name, "shape " + shape(shape), dataset);
    }
    return dataset;
  }

  private Dataset dataset(String name, int dimensions) {
    Dataset dataset = dataset(name);
    if (dataset.getDimensions().length != dimensions || dataset.isEmpty()) {
      throw unexpected(name, dimensions == 1 ? "a vector" : "a matrix", dataset);
    }
    return dataset;
  }

  private Dataset dataset(String name) {
    if (group.getChild(name) instanceof Dataset dataset) {
      if (dataset.getSizeInBytes() < 0 || dataset.getSizeInBytes() > largest) {
        throw new InputException(
            "expected dataset \"%s\" to fit into its file, found shape %s"
                .formatted(name, shape(dataset.getDimensions())));
      }
      return dataset;
    }
    throw new InputException("expected a dataset \"" + group.getPath() + name + "\", found none");
  }

  private float[] finite(String name, Dataset dataset) {
    Object flat = dataset.getDataFlat();
    float[] values;
    if (flat instanceof float[] floats) {
      values = floats;
    } else if (flat instanceof double[] doubles) {
      values = new float[doubles.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles[i];
      }
    } else {
      throw unexpected(name, "floating-point numbers", dataset);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InputException(
            "expected finite numbers in dataset \"" + name + "\", found " + value);
      }
    }
    return values;
  }

  /** An array of the type that the file has: a copy in another would take its room again. */
  private static Object integers(String name, Dataset dataset) {
    Class<?> type = dataset.getJavaType();
    if (type != long.class && type != int.class && type != short.class && type != byte.class) {
      throw unexpected(name, "integers", dataset);
    }
    return dataset.getDataFlat();
  }

  private String[] strings(String name, Dataset dataset) {
    if (dataset.getJavaType() != String.class) {
      throw unexpected(name, "strings", dataset);
    }
    Object[] flat = (Object[]) dataset.getDataFlat();
    return Arrays.copyOf(flat, flat.length, String[].class);
  }

  private static InputException unexpected(String name, String expected, Dataset dataset) {
    return new InputException(
        "expected %s in dataset \"%s\", found %s of shape %s"
            .formatted(
                expected,
                name,
                dataset.getJavaType().getSimpleName(),
                shape(dataset.getDimensions())));
  }

  /** As h5py prints it. */
  private static String shape(int[] dimensions) {
    return Arrays.stream(dimensions)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
