package io.github.lanefactor.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * The numbers of ids by their ASCII bytes, so that no string is made of an id that is known. Many
 * threads may ask; only a new id takes a lock.
 */
final class IdNumbers {
  private final ToIntFunction<String> numbers;
  private final Object lock;
  private int size;

  /**
   * Open addressing. A thread may miss what another has just put here, and then finds it under the
   * lock; what it does find is whole, since all fields of an entry are final.
   */
  private volatile Entry[] table = new Entry[1 << 10];

  private static final class Entry {
    final byte[] id;
    final int hash;
    final int number;

    Entry(byte[] id, int hash, int number) {
      this.id = id;
      this.hash = hash;
      this.number = number;
    }
  }

  /**
   * @param numbers gives a new id its number
   * @param lock held meanwhile
   */
  IdNumbers(ToIntFunction<String> numbers, Object lock) {
    this.numbers = numbers;
    this.lock = lock;
  }

  /** What {@link #number} wants to know of each byte of an id, from 0. */
  static int hash(int before, byte next) {
    return 31 * before + next;
  }

  /**
   * The number of an id.
   *
   * @param hash the {@link #hash} of its bytes
   */
  int number(byte[] bytes, int from, int to, int hash) {
    Entry[] entries = table;
    Entry found = entries[slot(entries, bytes, from, to, hash)];
    return found == null ? add(bytes, from, to, hash) : found.number;
  }

  /** Where an id stands in a table, or would stand. */
  private static int slot(Entry[] entries, byte[] bytes, int from, int to, int hash) {
    int mask = entries.length - 1;
    int at = (hash * 0x9E3779B9 >>> 8) & mask;
    Entry entry = entries[at];
    while (entry != null
        && (entry.hash != hash || !Arrays.equals(entry.id, 0, entry.id.length, bytes, from, to))) {
      at = (at + 1) & mask;
      entry = entries[at];
    }
    return at;
  }

  private int add(byte[] bytes, int from, int to, int hash) {
    synchronized (lock) {
      Entry[] entries = table;
      int at = slot(entries, bytes, from, to, hash);
      if (entries[at] != null) {
        return entries[at].number;
      }
      byte[] id = Arrays.copyOfRange(bytes, from, to);
      int number = numbers.applyAsInt(new String(id, StandardCharsets.US_ASCII));
      entries[at] = new Entry(id, hash, number);
      if (2 * ++size > entries.length) {
        table = grown(entries);
      }
      return number;
    }
  }

  private static Entry[] grown(Entry[] entries) {
    Entry[] larger = new Entry[2 * entries.length];
    for (Entry entry : entries) {
      if (entry != null) {
        larger[slot(larger, entry.id, 0, entry.id.length, entry.hash)] = entry;
      }
    }
    return larger;
  }
}
