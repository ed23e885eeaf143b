// How items are scored and compared, as kernel/ItemPanels and recommend/Cosines have it in Java.
import {Cholesky, addOuterProduct, addToDiagonal, lowerTriangle, trace} from './cholesky.js';

const PANEL = 64;
const LANES = 16;
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
 * Items in panels of 64, sorted as in Java, so that sums over items are added in the same order.
 * A fused multiply-add in floats is a sum in doubles that is rounded: a product of two floats is
 * exact in double, and rounding twice changes one last bit in some hundred million.
 */
export class Panels {
  constructor(m) {
    this.m = m;
    const {k, items} = m;
    const usual = usualNorm(m);
    const key = new Float32Array(items);
    for (let i = 0; i < items; i++) {
      let square = 0;
      for (let l = 0; l < k; l++) {
        square += m.M[i * k + l] * m.M[i * k + l];
      }
      key[i] = -(usual * Math.sqrt(square) + m.bm[i]);
    }
    this.item = Int32Array.from(key, (_, i) => i).sort((a, b) => key[a] - key[b] || a - b);
    this.panels = Math.ceil(items / PANEL);
    this.packed = new Float32Array(this.panels * PANEL * (k + 1));
    for (let s = 0; s < this.panels * PANEL; s++) {
      const at = (s - s % PANEL) * (k + 1) + s % PANEL;
      for (let l = 0; l < k && s < items; l++) {
        this.packed[at + l * PANEL] = m.M[this.item[s] * k + l];
      }
      this.packed[at + k * PANEL] = s < items ? m.bm[this.item[s]] : -Infinity;
    }
    this.z = new Float32Array(PANEL);
    this.w = new Float32Array(PANEL);
  }

  /** u·m + (b + bias) for the items of a panel. */
  scores(panel, u, bias, out) {
    const {k} = this.m;
    const {packed} = this;
    const at = panel * (k + 1) * PANEL;
    out.fill(0);
    for (let l = 0; l < k; l++) {
      const factor = u[l];
      const row = at + l * PANEL;
      for (let c = 0; c < PANEL; c++) {
        out[c] = factor * packed[row + c] + out[c];
      }
    }
    for (let c = 0; c < PANEL; c++) {
      out[c] = out[c] + fround(packed[at + k * PANEL + c] + bias);
    }
  }

  /** The scores of all items, by item. */
  all(u, bias) {
    const scores = new Float32Array(this.m.items);
    const whole = fround(bias + this.m.bg);
    for (let panel = 0; panel < this.panels; panel++) {
      this.scores(panel, u, whole, this.z);
      for (let c = 0; c < PANEL && panel * PANEL + c < this.m.items; c++) {
        scores[this.item[panel * PANEL + c]] = this.z[c];
      }
    }
    return scores;
  }

  /** Sums over all items as if each had target 0 and weight 1: the gradient, and Σσ'². */
  emptyRow(u, bias) {
    const {k} = this.m;
    const {packed, z, w} = this;
    const lanes = new Float32Array((k + 2) * LANES);
    for (let panel = 0; panel < this.panels; panel++) {
      this.scores(panel, u, bias, z);
      for (let c = 0; c < PANEL; c++) {
        const s = sigmoidOfFloat(z[c]);
        const slope = fround(fround(s - 1) * s);
        z[c] = slope * (0 - s);
        w[c] = slope * slope;
      }
      const at = panel * (k + 1) * PANEL;
      for (let l = 0; l < k; l++) {
        for (let c = 0; c < PANEL; c++) {
          const lane = l * LANES + c % LANES;
          lanes[lane] = z[c] * packed[at + l * PANEL + c] + lanes[lane];
        }
      }
      for (let c = 0; c < PANEL; c++) {
        lanes[k * LANES + c % LANES] += z[c];
        lanes[(k + 1) * LANES + c % LANES] += w[c];
      }
    }
    return Float32Array.from({length: k + 2}, (_, l) => foldLanes(lanes, l * LANES));
  }
}

/** The root mean square of the lengths of some users. */
function usualNorm(m) {
  let sum = 0;
  const some = Math.min(m.users, 500);
  for (let s = 0; s < some; s++) {
    const user = Math.floor(m.users * s / some);
    for (let l = 0; l < m.k; l++) {
      sum += m.U[user * m.k + l] * m.U[user * m.k + l];
    }
  }
  return Math.sqrt(sum / Math.max(1, some));
}

function foldLanes(v, at) {
  const four = from => fround(fround(v[at + from] + v[at + from + 8])
    + fround(v[at + from + 4] + v[at + from + 12]));
  const [s0, s1, s2, s3] = [four(0), four(1), four(2), four(3)];
  return fround(fround(s0 + s2) + fround(s1 + s3));
}

const MAGIC = 12583039;
const EVEN = fround(25.0393963);
const ODD = fround(8.67793846);
const TO_EXPONENT = fround(-1.4426950408889634);
const asFloat = new Float32Array(1);
const asBits = new Int32Array(asFloat.buffer);

/** The logistic function of a float, as kernel/Sigmoid computes it. */
function sigmoidOfFloat(z) {
  const t = Math.max(-120, Math.min(120, fround(z * TO_EXPONENT)));
  const u = fround(t + MAGIC);
  const f = fround(t - fround(u - MAGIC));
  const even = fround(f * f + EVEN);
  const odd = fround(f * ODD);
  const low = fround(even - odd);
  asFloat[0] = u;
  asBits[0] <<= 23;
  return fround(low / fround(fround(even + odd) * asFloat[0] + low));
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
