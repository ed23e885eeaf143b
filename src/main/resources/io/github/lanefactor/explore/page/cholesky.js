// Small systems of equations, as recommend/Cholesky has them in Java.

/** A = L·Lᵀ; a is the lower triangle of A, row by row, and becomes that of L. */
export class Cholesky {
  constructor(a) {
    this.l = a;
    const pivot = new Float64Array(a.length);
    for (let column = 0; column < a.length; column++) {
      const diagonal = Math.sqrt(a[column][column]);
      a[column][column] = diagonal;
      for (let row = column + 1; row < a.length; row++) {
        const x = a[row][column] / diagonal;
        pivot[row] = x;
        a[row][column] = x;
        const to = a[row];
        for (let i = column + 1; i <= row; i++) {
          to[i] -= x * pivot[i];
        }
      }
    }
  }

  /** The n-th root of the determinant. */
  geometricMean() {
    let logs = 0;
    for (let row = 0; row < this.l.length; row++) {
      logs += 2 * Math.log(this.l[row][row]);
    }
    return Math.exp(logs / this.l.length);
  }

  /** b becomes L⁻¹b. */
  forward(b) {
    for (let row = 0; row < this.l.length; row++) {
      for (let i = 0; i < row; i++) {
        b[row] -= this.l[row][i] * b[i];
      }
      b[row] /= this.l[row][row];
    }
  }

  /** b becomes A⁻¹b. */
  solve(b) {
    this.forward(b);
    for (let row = this.l.length - 1; row >= 0; row--) {
      for (let below = row + 1; below < this.l.length; below++) {
        b[row] -= this.l[below][row] * b[below];
      }
      b[row] /= this.l[row][row];
    }
  }
}

/** Adds w·x·xᵀ to a lower triangle. */
export function addOuterProduct(a, w, x) {
  for (let row = 0; row < a.length; row++) {
    const scaled = w * x[row];
    const to = a[row];
    for (let column = 0; column <= row; column++) {
      to[column] += scaled * x[column];
    }
  }
}

export function addToDiagonal(a, x) {
  for (let l = 0; l < a.length; l++) a[l][l] += x;
}

export function trace(a) {
  let sum = 0;
  for (let l = 0; l < a.length; l++) sum += a[l][l];
  return sum;
}

export function lowerTriangle(size) {
  return Array.from({length: size}, (_, row) => new Float64Array(row + 1));
}
