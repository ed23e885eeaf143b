// How items are scored and compared, as recommend/StandardScoring and Cosines have it in Java.
import {Cholesky, addOuterProduct, addToDiagonal, lowerTriangle, trace} from './cholesky.js';

const FEW = 10;
const NOISE = 0.1;
const UNUSED = 1e-13;
const {fround} = Math;

/** The best n items, best first; of two equal scores the lower number comes first. */
export function top(count, n, score, accepts) {
  const list = [];
  for (let i = 0; i < count; i++) {
    if (accepts(i)) {
      list.push({i, score: score(i)});
    }
  }
  return list.sort((a, b) => b.score - a.score || a.i - b.i).slice(0, n);
}

/**
 * Scores of all items for somebody. A fused multiply-add in floats is a sum in doubles that is
 * rounded: a product of two floats is exact in double, and rounding twice changes one last bit in
 * some hundred million.
 */
export class Scoring {
  constructor(m) {
    this.m = m;
  }

  /** u·m + (bm + bias + bg) of all items. */
  all(u, bias) {
    const {k, items, M, bm, bg} = this.m;
    const whole = fround(bias + bg);
    const scores = new Float32Array(items);
    for (let i = 0, at = 0; i < items; i++) {
      let z = 0;
      for (let l = 0; l < k; l++, at++) {
        z = fround(u[l] * M[at] + z);
      }
      scores[i] = z + fround(bm[i] + whole);
    }
    return scores;
  }

  /** Sums over all items as if each had target 0 and weight 1: the gradient, and then Σσ'². */
  emptyRow(u, bias) {
    const {k, items, M} = this.m;
    const scores = this.all(u, bias);
    const sums = new Float64Array(k + 2);
    for (let i = 0, at = 0; i < items; i++) {
      const s = sigmoid(scores[i]);
      const slope = s * (1 - s);
      for (let l = 0; l < k; l++, at++) {
        sums[l] += slope * s * M[at];
      }
      sums[k] += slope * s;
      sums[k + 1] += slope * slope;
    }
    return sums;
  }
}

export function sigmoid(z) {
  return 1 / (1 + Math.exp(-z));
}

/** How alike items are: cosines of whitened factors. */
export class Cosines {
  constructor(m, counts) {
    const {k, items} = m;
    this.k = k;
    this.unit = new Float64Array(items * k);
    this.trust = new Float64Array(items);
    const point = new Float64Array(k);
    const read = i => { for (let l = 0; l < k; l++) point[l] = m.M[i * k + l]; };
    const c = lowerTriangle(k);
    for (let i = 0; i < items; i++) {
      this.trust[i] = counts[i] / (counts[i] + FEW);
      read(i);
      addOuterProduct(c, counts[i], point);
    }
    const sum = trace(c);
    addToDiagonal(c, sum > 0 ? UNUSED * sum : 1);
    const copy = c.map(row => row.slice());
    addToDiagonal(c, NOISE * new Cholesky(copy).geometricMean());
    const whitening = new Cholesky(c);
    for (let i = 0; i < items; i++) {
      read(i);
      whitening.forward(point);
      let square = 0;
      for (const x of point) square += x * x;
      const length = Math.sqrt(square);
      for (let l = 0; l < k && length > 0; l++) {
        this.unit[i * k + l] = point[l] / length;
      }
    }
  }

  cosine(i, j) {
    let cosine = 0;
    for (let l = 0; l < this.k; l++) {
      cosine += this.unit[i * this.k + l] * this.unit[j * this.k + l];
    }
    return cosine;
  }

  /** How much item j is like item i. */
  alike(i, j) {
    return this.trust[j] === 0 ? 0 : this.cosine(i, j) * this.trust[j];
  }
}
