// Many points, drawn into the pixels of an image: as fast with a graphics card as without one.

const STEPS_OF_RADIUS = 4; // radii are rounded to a quarter of a pixel

/** Points with a place, a size and a colour each. */
export class Points {
  /**
   * x, y: places, from −1 to 1
   * weight: from 0 to 1, what the size follows
   */
  constructor(x, y, weight) {
    this.x = x;
    this.y = y;
    this.weight = weight;
    this.colour = new Uint32Array(x.length);
    this.density = Math.max(0.55, Math.min(1.3, Math.sqrt(8000 / x.length)));
    this.stamps = new Map();
    this.order = Uint32Array.from(x, (_, i) => i).sort((a, b) => weight[a] - weight[b]);
    this.index();
  }

  /** The radius of a point on the screen. */
  radius(i, zoom) {
    const w = this.weight[i];
    return (1.1 + 4.6 * w * w) * this.density * Math.min(2.6, Math.pow(zoom, 0.45));
  }

  /**
   * Draws all points.
   *
   * image: an ImageData, whose pixels are all replaced
   * background: its colour, as colourOf gives it
   * view: {scale, left, top}: a place (x, y) is drawn at (left + scale·x, top + scale·y)
   * zoom, ratio: how far the view is zoomed in, and image pixels for one pixel of the page
   */
  draw(image, background, view, zoom, ratio) {
    const width = image.width;
    const height = image.height;
    const pixels = new Uint32Array(image.data.buffer);
    pixels.fill(background);
    for (const i of this.order) {
      const px = Math.round(view.left + view.scale * this.x[i]);
      const py = Math.round(view.top + view.scale * this.y[i]);
      const stamp = this.stamp(this.radius(i, zoom) * ratio);
      const reach = stamp.reach;
      if (px >= reach && py >= reach && px < width - reach && py < height - reach) {
        blend(pixels, width, px - reach, py - reach, stamp, this.colour[i]);
      }
    }
  }

  /** A disc's coverage of the pixels around its middle, from 0 to 256. */
  stamp(radius) {
    const key = Math.max(2, Math.round(radius * STEPS_OF_RADIUS));
    let stamp = this.stamps.get(key);
    if (stamp === undefined) {
      const exact = key / STEPS_OF_RADIUS;
      const reach = Math.ceil(exact);
      const side = 2 * reach + 1;
      const cover = new Uint16Array(side * side);
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          const distance = Math.hypot(row - reach, column - reach);
          const share = Math.max(0, Math.min(1, exact + 0.5 - distance));
          cover[row * side + column] = Math.round(share * 0.86 * 256);
        }
      }
      stamp = {reach, side, cover};
      this.stamps.set(key, stamp);
    }
    return stamp;
  }

  /** Sorts the points into a grid, so that the nearest one is found at once. */
  index() {
    const cells = Math.max(1, Math.ceil(Math.sqrt(this.x.length / 4)));
    const start = new Uint32Array(cells * cells + 1);
    for (let i = 0; i < this.x.length; i++) {
      start[this.cell(this.x[i], this.y[i], cells) + 1]++;
    }
    for (let c = 0; c < cells * cells; c++) {
      start[c + 1] += start[c];
    }
    const next = start.slice();
    const sorted = new Uint32Array(this.x.length);
    for (let i = 0; i < this.x.length; i++) {
      sorted[next[this.cell(this.x[i], this.y[i], cells)]++] = i;
    }
    this.grid = {cells, start, sorted};
  }

  cell(x, y, cells) {
    const at = value => Math.max(0, Math.min(cells - 1, Math.floor((value + 1) / 2 * cells)));
    return at(y) * cells + at(x);
  }

  /** The point nearest to a place, at most `within` away from its edge; −1 if there is none. */
  nearest(x, y, within, edge) {
    const {cells, start, sorted} = this.grid;
    const at = value => Math.max(0, Math.min(cells - 1, Math.floor((value + 1) / 2 * cells)));
    let best = -1;
    let least = Infinity;
    for (let row = at(y - within); row <= at(y + within); row++) {
      for (let column = at(x - within); column <= at(x + within); column++) {
        for (let p = start[row * cells + column]; p < start[row * cells + column + 1]; p++) {
          const i = sorted[p];
          const distance = Math.hypot(this.x[i] - x, this.y[i] - y) - edge(i);
          if (distance < least && distance <= within) {
            best = i;
            least = distance;
          }
        }
      }
    }
    return best;
  }
}

/** A colour such as #5a45d6 as a pixel: alpha, blue, green, red. */
export function colourOf(hex) {
  const rgb = parseInt(hex.slice(1), 16);
  return (0xff000000 | (rgb & 0xff) << 16 | rgb & 0xff00 | rgb >> 16) >>> 0;
}

function blend(pixels, width, left, top, stamp, colour) {
  const {side, cover} = stamp;
  const redBlue = colour & 0xff00ff;
  const green = colour & 0xff00;
  for (let row = 0, at = 0; row < side; row++) {
    let p = (top + row) * width + left;
    for (let column = 0; column < side; column++, at++, p++) {
      const a = cover[at];
      if (a !== 0) {
        const below = pixels[p];
        const rb = (Math.imul(redBlue, a) + Math.imul(below & 0xff00ff, 256 - a)) >>> 8 & 0xff00ff;
        const g = (Math.imul(green, a) + Math.imul(below & 0xff00, 256 - a)) >>> 8 & 0xff00;
        pixels[p] = 0xff000000 | rb | g;
      }
    }
  }
}
