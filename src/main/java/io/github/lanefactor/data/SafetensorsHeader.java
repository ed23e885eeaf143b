package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file: an object with an object for each array and one, {@code
 * __metadata__}, of strings.
 *
 * @param metadata the strings by name
 * @param tensors the arrays by name
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final Map<String, Integer> BYTES = Map.of("F32", 4, "I32", 4, "I64", 8, "U8", 1);

  /**
   * An array.
   *
   * @param type of its numbers
   * @param shape its dimensions
   * @param from where its bytes begin, from the end of the header
   * @param to where they end
   */
  record Tensor(String type, long[] shape, long from, long to) {}

  /**
   * Parses a header.
   *
   * @param size how many bytes follow the header
   * @throws InputException if it is malformed, or an array does not fit its bytes or the file
   */
  static SafetensorsHeader parse(byte[] json, long size) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException("not a model file, or a damaged one", e);
    }
    Parser parser = new Parser(text);
    SafetensorsHeader header = parser.header();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : header.tensors.entrySet()) {
      check(entry.getKey(), entry.getValue(), size);
      end = Math.max(end, entry.getValue().to);
    }
    if (end != size) {
      throw new InputException(
          "expected a whole file with %d bytes of numbers, found %d".formatted(end, size));
    }
    return header;
  }

  private static void check(String name, Tensor tensor, long size) {
    long bytes = BYTES.getOrDefault(tensor.type, 0);
    for (long length : tensor.shape) {
      if (length < 0 || (length > 0 && bytes > size / length)) {
        bytes = length == 0 ? 0 : -1;
        break;
      }
      bytes *= length;
    }
    if (bytes < 0
        || !BYTES.containsKey(tensor.type)
        || tensor.from < 0
        || tensor.to > size
        || tensor.to - tensor.from != bytes) {
      throw new InputException(
          "expected array \"" + name + "\" to have as many bytes as its shape asks for");
    }
  }

  /** As much of JSON as such a header may have. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    SafetensorsHeader header() {
      Map<String, String> metadata = new HashMap<>();
      Map<String, Tensor> tensors = new HashMap<>();
      object(
          name -> {
            if (name.equals("__metadata__")) {
              object(key -> unique(metadata.put(key, string())));
            } else {
              unique(tensors.put(name, tensor()));
            }
          });
      if (peek() != 0) {
        throw malformed();
      }
      return new SafetensorsHeader(metadata, tensors);
    }

    private void unique(Object before) {
      if (before != null) {
        throw malformed();
      }
    }

    private Tensor tensor() {
      String[] type = new String[1];
      List<long[]> shape = new ArrayList<>();
      List<long[]> offsets = new ArrayList<>();
      object(
          name -> {
            switch (name) {
              case "dtype" -> type[0] = string();
              case "shape" -> shape.add(integers());
              case "data_offsets" -> offsets.add(integers());
              default -> throw malformed();
            }
          });
      if (type[0] == null
          || shape.size() != 1
          || offsets.size() != 1
          || offsets.get(0).length != 2) {
        throw malformed();
      }
      return new Tensor(type[0], shape.get(0), offsets.get(0)[0], offsets.get(0)[1]);
    }

    /** Reads the value of a name. */
    @FunctionalInterface
    private interface Member {
      void read(String name);
    }

    private void object(Member member) {
      expect('{');
      if (peek() == '}') {
        at++;
        return;
      }
      do {
        String name = string();
        expect(':');
        member.read(name);
      } while (more('}'));
    }

    private long[] integers() {
      List<Long> integers = new ArrayList<>();
      expect('[');
      if (peek() == ']') {
        at++;
      } else {
        do {
          integers.add(integer());
        } while (more(']'));
      }
      return integers.stream().mapToLong(Long::longValue).toArray();
    }

    private long integer() {
      peek();
      int from = at;
      while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
        at++;
      }
      if (at == from || at - from > 18) {
        throw malformed();
      }
      return Long.parseLong(text, from, at, 10);
    }

    private String string() {
      expect('"');
      StringBuilder string = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        string.append(c == '\\' ? escaped() : c);
      }
      expect('"');
      return string.toString();
    }

    private char escaped() {
      char c = at < text.length() ? text.charAt(at++) : 0;
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          at += 4;
          try {
            yield (char) Integer.parseInt(text, at - 4, Math.min(at, text.length()), 16);
          } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw malformed();
          }
        }
        default -> throw malformed();
      };
    }

    /** Whether another element follows, and not the end. */
    private boolean more(char end) {
      char c = peek();
      at++;
      if (c != ',' && c != end) {
        throw malformed();
      }
      return c == ',';
    }

    private void expect(char c) {
      if (peek() != c) {
        throw malformed();
      }
      at++;
    }

    /** The next character that is no blank; 0 at the end. */
    private char peek() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private static InputException malformed() {
      return new InputException("not a model file, or a damaged one");
    }
  }
}
