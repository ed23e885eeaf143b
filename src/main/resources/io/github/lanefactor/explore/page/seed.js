// Scores of the seed recipe, as recommend/SeedScoring has them in Java.
import {top} from './scoring.js';

const NO_RANGE = 10 * 2 ** -23;
const {fround} = Math;

export class SeedScores {
  constructor(m) {
    this.m = m;
    const low = new Float32Array(m.items).fill(Infinity);
    const high = new Float32Array(m.items).fill(-Infinity);
    for (let user = 0; user < m.users; user++) {
      const logits = this.logits(m.U.subarray(user * m.k, (user + 1) * m.k), m.bu[user]);
      for (let i = 0; i < m.items; i++) {
        low[i] = Math.min(low[i], logits[i]);
        high[i] = Math.max(high[i], logits[i]);
      }
    }
    this.factor = low.map((least, i) => {
      const range = fround(high[i] - least);
      return 1 / (range < NO_RANGE ? 1 : range);
    });
    this.shift = low.map((least, i) => 0 - fround(least * this.factor[i]));
  }

  /** U·Mᵀ without the biases, which the post takes away. */
  logits(u, bias) {
    const {m} = this;
    const logits = new Float32Array(m.items);
    for (let i = 0; i < m.items; i++) {
      let dot = 0;
      for (let l = 0; l < m.k; l++) dot = fround(u[l] * m.M[i * m.k + l] + dot);
      logits[i] = fround(fround(dot - bias) - m.bm[i]) - m.bg;
    }
    return logits;
  }

  all(u, bias) {
    return this.logits(u, bias).map((x, i) =>
      fround(fround(x * this.factor[i]) + this.shift[i]) * 5);
  }

  /** By dot products; the item itself may be listed. */
  similar(item, n) {
    const {k, M, items} = this.m;
    const dot = i => {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += M[item * k + l] * M[i * k + l];
      return sum;
    };
    const list = top(items, n, dot, () => true);
    const first = list[0]?.score ?? 0;
    return list.map(({i, score}) => ({i, score: first === 0 ? score : score / first}));
  }
}
