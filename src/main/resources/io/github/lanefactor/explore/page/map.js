// All items as points; the neighbours of one, what you rated, and where you stand.
import {bar, byId, count, element, replace, spoken, tell} from './dom.js';
import {change, onChange, rate, state} from './state.js';
import {currentList, onList} from './lists.js';
import {details} from './films.js';
import {Points, colourOf} from './points.js';
import {source} from './source.js';
import {stars} from './stars.js';

const GENRES = ['#5b7cd6', '#e8a33a', '#3f9f8b', '#dc5650', '#e079ad', '#78b13f', '#9a7355',
  '#2fa9df', '#7d4bb0', '#c274e4', '#c9a90c', '#f0804a'];
const OTHER = {light: '#a6a3ad', dark: '#74717f'};
const FAINT = {light: '#e3e0da', dark: '#2b2935'};
const YEARS = ['#3b3f9c', '#2c7fb0', '#2fa58a', '#a8bf4a', '#f0b03f', '#e4634a'];
const NEIGHBOURS = 10;
const MANY = 30000; // points beyond which moving is drawn with fewer pixels
const CLOSEST = 60;
const LABELS = 26;
const ALONE = 1500; // milliseconds

let catalogue;
let points = null;
let method = '';
let place = {x: 0, y: 0, zoom: 1};
let hovered = -1;
let neighbours = []; // of the selected item, as the API gives them
let you = null; // where you stand
let moving = false;
let dirty = true;
let image = null;
let asked = 0;
let frames = 0;

const canvas = () => byId('points');
const overlay = () => byId('overlay');
const dark = () => document.documentElement.dataset.theme === 'dark';
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Begins; the map comes when it is there, a better one when it is made. */
export async function startMap(items, methods) {
  catalogue = items;
  if (state.place !== null) {
    place = {x: state.place[0], y: state.place[1], zoom: state.place[2]};
  }
  listen();
  showColours();
  requestAnimationFrame(frame);
  await load('pca');
  if (!methods.includes('umap')) return;
  await leftAlone();
  byId('map-note').textContent = 'arranging the map…';
  try {
    await load('umap');
    byId('map-note').textContent = '';
  } catch (e) {
    byId('map-note').textContent = `no better map: ${e.message}`;
  }
}

/** Until nobody has clicked for a while: arranging the map takes a processor for seconds. */
function leftAlone() {
  return new Promise(done => {
    let timer = setTimeout(done, ALONE);
    onChange(() => {
      clearTimeout(timer);
      timer = setTimeout(done, ALONE);
    });
  });
}

/** For tests and measurements: how many frames were drawn, of which map, and where an item is. */
export function mapState(id) {
  const i = id === undefined ? undefined : catalogue.numberOf(id);
  const {scale, left, top} = view(1);
  return {
    frames,
    method,
    points: points?.x.length ?? 0,
    at: i === undefined ? null : [left + scale * points.x[i], top + scale * points.y[i]],
  };
}

async function load(which) {
  const map = await source.map(which);
  const most = Math.log(1 + (catalogue.popular[0]?.ratings ?? 0)) || 1;
  const weight = Float32Array.from(catalogue, item => Math.log(1 + item.ratings) / most);
  points = new Points(Float32Array.from(map.x), Float32Array.from(map.y), weight);
  method = map.method;
  recolour();
  locate(false);
  if (state.selected !== '') {
    select();
  }
}

function listen() {
  onChange(names => {
    if (names.includes('selected')) select();
    if (names.includes('colour') || names.includes('genre')) {
      showColours();
      recolour();
    }
    dirty = true;
  });
  onList(() => locate(true));
  new ResizeObserver(() => { dirty = true; }).observe(byId('stage'));
  new MutationObserver(() => { showColours(); recolour(); })
      .observe(document.documentElement, {attributes: true, attributeFilter: ['data-theme']});
  byId('zoom-in').addEventListener('click', () => zoomBy(1.6));
  byId('zoom-out').addEventListener('click', () => zoomBy(1 / 1.6));
  byId('zoom-all').addEventListener('click', () => moveTo(0, 0, 1));
  for (const button of document.querySelectorAll('[data-colour]')) {
    button.addEventListener('click', () => change({colour: button.dataset.colour}));
  }
  pointer();
  overlay().addEventListener('keydown', keys);
}

// Colours

/** The place of an item's rarest genre among the twelve most frequent ones; −1 for none. */
function genreOf(item) {
  return Math.max(-1, ...item.genres.map(genre => catalogue.genresByNumber.indexOf(genre))
      .filter(place => place < GENRES.length));
}

function years() {
  const known = catalogue.popular.map(item => item.year).filter(Boolean).sort((a, b) => a - b);
  return known.length === 0 ? [0, 0]
    : [known[Math.floor(known.length * 0.02)], known[Math.floor(known.length * 0.98)]];
}

function hexOf(item) {
  const theme = dark() ? 'dark' : 'light';
  if (state.genre !== '' && !item.genres.includes(state.genre)) {
    return FAINT[theme];
  }
  if (state.colour === 'year') {
    const [first, last] = years.cached ??= years();
    if (!item.year || first === last) return OTHER[theme];
    const share = Math.max(0, Math.min(1, (item.year - first) / (last - first)));
    return mix(YEARS, share);
  }
  const genre = state.genre === '' ? genreOf(item)
    : catalogue.genresByNumber.indexOf(state.genre) % GENRES.length;
  return genre < 0 ? OTHER[theme] : GENRES[genre];
}

/** A colour between those of a row. */
function mix(row, share) {
  const at = share * (row.length - 1);
  const low = Math.min(row.length - 2, Math.floor(at));
  const part = at - low;
  const channel = shift => {
    const from = parseInt(row[low].slice(1), 16) >> shift & 255;
    const to = parseInt(row[low + 1].slice(1), 16) >> shift & 255;
    return Math.round(from + (to - from) * part).toString(16).padStart(2, '0');
  };
  return `#${channel(16)}${channel(8)}${channel(0)}`;
}

function recolour() {
  if (points !== null) {
    let i = 0;
    for (const item of catalogue) {
      points.colour[i++] = colourOf(hexOf(item));
    }
    dirty = true;
  }
}

function showColours() {
  for (const button of document.querySelectorAll('[data-colour]')) {
    button.setAttribute('aria-pressed', String(button.dataset.colour === state.colour));
  }
  const chip = (hex, text) => {
    const dot = element('span', {class: 'dot', 'aria-hidden': 'true'});
    dot.style.background = hex;
    return [dot, text];
  };
  if (state.colour === 'year') {
    const [first, last] = years.cached ??= years();
    replace(byId('legend'), ...(first === last ? [] : YEARS.map((hex, i) => element('span', {},
        ...chip(hex, String(Math.round(first + (last - first) * i / (YEARS.length - 1))))))));
  } else {
    replace(byId('legend'), ...catalogue.genresByNumber.slice(0, GENRES.length).map((genre, i) =>
      element('button', {
        type: 'button',
        'data-key': genre,
        'aria-pressed': String(state.genre === genre),
        title: `Only ${genre}`,
        onclick: () => change({genre: state.genre === genre ? '' : genre}),
      }, ...chip(GENRES[i], genre))));
  }
}

// The view

function view(ratio) {
  const width = overlay().clientWidth * ratio;
  const height = overlay().clientHeight * ratio;
  const scale = Math.min(width, height) * 0.47 * place.zoom;
  return {
    scale,
    left: Math.round(width / 2 - place.x * scale),
    top: Math.round(height / 2 - place.y * scale),
  };
}

function moveTo(x, y, zoom) {
  const limited = Math.max(0.6, Math.min(CLOSEST, zoom));
  place = {x: Math.max(-2, Math.min(2, x)), y: Math.max(-2, Math.min(2, y)), zoom: limited};
  dirty = true;
  moving = true;
  clearTimeout(moveTo.timer);
  moveTo.timer = setTimeout(() => {
    moving = false;
    change({place: [place.x, place.y, place.zoom]});
  }, 180);
}

/** Zooms about a point of the canvas, or its middle. */
function zoomBy(factor, px = overlay().clientWidth / 2, py = overlay().clientHeight / 2) {
  const before = view(1);
  const x = (px - before.left) / before.scale;
  const y = (py - before.top) / before.scale;
  const zoom = Math.max(0.6, Math.min(CLOSEST, place.zoom * factor));
  const part = place.zoom / zoom;
  moveTo(x + (place.x - x) * part, y + (place.y - y) * part, zoom);
}

function pointer() {
  const held = new Map();
  let moved = 0;
  const at = event => {
    const box = overlay().getBoundingClientRect();
    return {x: event.clientX - box.left, y: event.clientY - box.top};
  };
  const spread = () => {
    const [a, b] = [...held.values()];
    return {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y)};
  };
  overlay().addEventListener('pointerdown', event => {
    overlay().setPointerCapture(event.pointerId);
    held.set(event.pointerId, at(event));
    if (held.size === 1) moved = 0;
  });
  overlay().addEventListener('pointermove', event => {
    const now = at(event);
    const before = held.get(event.pointerId);
    if (before === undefined) {
      hover(now.x, now.y);
    } else if (held.size === 1) {
      moved += Math.hypot(now.x - before.x, now.y - before.y);
      if (moved > 3) {
        const {scale} = view(1);
        moveTo(place.x - (now.x - before.x) / scale, place.y - (now.y - before.y) / scale, place.zoom);
      }
      held.set(event.pointerId, now);
    } else {
      const from = spread();
      held.set(event.pointerId, now);
      const to = spread();
      moved += 10;
      zoomBy(to.apart / Math.max(1, from.apart), to.x, to.y);
    }
  });
  const release = event => {
    const was = held.delete(event.pointerId);
    if (was && event.type === 'pointerup' && moved <= 3) {
      const now = at(event);
      hover(now.x, now.y);
      change({selected: hovered < 0 ? '' : catalogue.at(hovered).id});
    }
  };
  overlay().addEventListener('pointerup', release);
  overlay().addEventListener('pointercancel', release);
  overlay().addEventListener('pointerleave', () => { hovered = -1; dirty = true; });
  overlay().addEventListener('wheel', event => {
    event.preventDefault();
    const now = at(event);
    zoomBy(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), now.x, now.y);
  }, {passive: false});
}

function keys(event) {
  const step = 0.2 / place.zoom;
  const move = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]};
  if (event.key in move) {
    const [dx, dy] = move[event.key];
    moveTo(place.x + dx, place.y + dy, place.zoom);
  } else if (event.key === '+' || event.key === '=') {
    zoomBy(1.4);
  } else if (event.key === '-') {
    zoomBy(1 / 1.4);
  } else if (event.key === '0') {
    moveTo(0, 0, 1);
  } else if (event.key === 'Enter' && points !== null) {
    const {scale} = view(1);
    const found = points.nearest(place.x, place.y, 60 / scale, () => 0);
    change({selected: found < 0 ? '' : catalogue.at(found).id});
  } else if (event.key === 'Escape') {
    change({selected: ''});
  } else {
    return;
  }
  event.preventDefault();
}

function hover(px, py) {
  if (points === null) return;
  const {scale, left, top} = view(1);
  const found = points.nearest((px - left) / scale, (py - top) / scale, 12 / scale,
      i => points.radius(i, place.zoom) / scale);
  if (found !== hovered) {
    hovered = found;
    overlay().style.cursor = found < 0 ? 'grab' : 'pointer';
    dirty = true;
  }
}

// What is shown of one item, and of you

async function select() {
  const number = ++asked;
  const item = catalogue.get(state.selected);
  const box = byId('neighbours');
  if (item === undefined) {
    neighbours = [];
    box.hidden = true;
    dirty = true;
    return;
  }
  try {
    const answer = await source.similar(item.id, NEIGHBOURS);
    if (number !== asked) return;
    neighbours = answer.items;
    box.hidden = false;
    replace(box,
        element('button', {
          type: 'button', class: 'remove', title: 'Close', onclick: () => change({selected: ''}),
        }, '×', element('span', {class: 'unseen'}, ' Close')),
        element('h3', {}, spoken(item.title)),
        element('p', {class: 'note'}, `${details(item)} · ${count(item.ratings)} ratings`),
        stars(catalogue.stars, state.ratings.get(item.id), {
          key: `map ${item.id}`, name: item.title, give: rating => { rate(item.id, rating); select(); },
        }),
        element('h4', {}, neighbours.length === 0 ? 'Nothing is known of it' : 'Nearest'),
        element('ol', {}, ...neighbours.map(other => element('li', {'data-id': other.id},
            bar(other.score, 'strength'),
            element('button', {
              type: 'button', class: 'name', onclick: () => change({selected: other.id}),
            }, spoken(other.title)),
            element('span', {class: 'number'}, other.score.toFixed(2))))));
    uncover(item);
    dirty = true;
  } catch (e) {
    tell(`No neighbours: ${e.message}`);
  }
}

/** Moves the map if the item is outside of it or under the list of its neighbours. */
function uncover(item) {
  if (points === null) return;
  const {scale, left, top} = view(1);
  const x = left + scale * points.x[item.number];
  const y = top + scale * points.y[item.number];
  const width = overlay().clientWidth;
  const height = overlay().clientHeight;
  const box = byId('neighbours');
  const beside = width > 2 * box.offsetWidth; // else it stands below
  const right = box.offsetLeft + box.offsetWidth + 20;
  const covered = beside ? x < right && y < box.offsetTop + box.offsetHeight + 20
    : y > box.offsetTop - 20;
  if (covered || x < 20 || y < 20 || x > width - 60 || y > height - 60) {
    const toX = beside ? (right + width) / 2 : width / 2;
    const toY = beside ? height / 2 : box.offsetTop / 2;
    moveTo(place.x + (x - toX) / scale, place.y + (y - toY) / scale, place.zoom);
  }
}

/** Your place: the geometric median of what is listed for you and what you liked. */
function locate(slowly) {
  if (points === null) return;
  const liked = [...state.ratings].filter(([, rating]) =>
    rating >= catalogue.stars[Math.floor(catalogue.stars.length * 0.6)]).map(([id]) => id);
  const at = [...currentList().map(item => item.id), ...liked]
      .map(id => catalogue.numberOf(id)).filter(i => i !== undefined);
  const target = at.length === 0 ? null : median(at.map(i => [points.x[i], points.y[i]]));
  const from = you;
  if (target === null || from === null || !slowly
      || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    you = target;
    dirty = true;
    return;
  }
  const start = performance.now();
  const step = now => {
    const share = Math.min(1, (now - start) / 450);
    const eased = 1 - Math.pow(1 - share, 3);
    you = [from[0] + (target[0] - from[0]) * eased, from[1] + (target[1] - from[1]) * eased];
    dirty = true;
    if (share < 1 && locate.run === run) requestAnimationFrame(step);
  };
  const run = locate.run = {};
  requestAnimationFrame(step);
}

/** The place with the least sum of distances (Weiszfeld): among the most of them, not between. */
function median(places) {
  let [x, y] = [0, 1].map(axis => places.reduce((sum, p) => sum + p[axis], 0) / places.length);
  for (let step = 0; step < 60; step++) {
    let weights = 0;
    let nextX = 0;
    let nextY = 0;
    for (const [px, py] of places) {
      const weight = 1 / Math.max(1e-4, Math.hypot(px - x, py - y));
      weights += weight;
      nextX += weight * px;
      nextY += weight * py;
    }
    x = nextX / weights;
    y = nextY / weights;
  }
  return [x, y];
}

// Drawing

function frame() {
  if (dirty && points !== null && overlay().clientWidth > 0) {
    dirty = moving; // once more, in full, when it has come to rest
    draw();
    frames++;
  }
  requestAnimationFrame(frame);
}

function draw() {
  const screen = Math.min(2, devicePixelRatio || 1);
  const ratio = moving && points.x.length > MANY ? 1 : screen;
  fit(canvas(), ratio);
  fit(overlay(), screen);
  const context = canvas().getContext('2d', {alpha: false});
  if (image === null || image.width !== canvas().width || image.height !== canvas().height) {
    image = context.createImageData(canvas().width, canvas().height);
  }
  points.draw(image, colourOf(colour('sky')), view(ratio), place.zoom, ratio);
  context.putImageData(image, 0, 0);
  drawOverlay(screen);
}

function fit(which, ratio) {
  const width = Math.max(1, Math.round(overlay().clientWidth * ratio));
  const height = Math.max(1, Math.round(overlay().clientHeight * ratio));
  if (which.width !== width || which.height !== height) {
    which.width = width;
    which.height = height;
  }
}

function drawOverlay(screen) {
  const context = overlay().getContext('2d');
  context.setTransform(screen, 0, 0, screen, 0, 0);
  context.clearRect(0, 0, overlay().clientWidth, overlay().clientHeight);
  const {scale, left, top} = view(1);
  const at = i => [left + scale * points.x[i], top + scale * points.y[i]];
  const ink = colour('ink');
  const taken = [];
  const selected = catalogue.numberOf(state.selected);
  if (selected !== undefined) {
    drawLines(context, at(selected), at);
  }
  for (const item of currentList()) {
    const [x, y] = at(catalogue.numberOf(item.id));
    ring(context, x, y, points.radius(catalogue.numberOf(item.id), place.zoom) + 3, colour('accent'), 2);
  }
  for (const id of state.ratings.keys()) {
    const i = catalogue.numberOf(id);
    if (i !== undefined) {
      const [x, y] = at(i);
      star(context, x, y, 8, colour('star'), ink);
    }
  }
  if (you !== null) {
    drawYou(context, left + scale * you[0], top + scale * you[1], taken);
  }
  context.textBaseline = 'middle';
  if (selected !== undefined) {
    const [x, y] = at(selected);
    ring(context, x, y, points.radius(selected, place.zoom) + 4, ink, 2.5);
    label(context, x, y, spoken(catalogue.at(selected).title), taken, true, ink);
    for (const other of neighbours) {
      const [ox, oy] = at(catalogue.numberOf(other.id));
      label(context, ox, oy, spoken(other.title), taken, false, ink);
    }
  }
  if (hovered >= 0) {
    const [x, y] = at(hovered);
    ring(context, x, y, points.radius(hovered, place.zoom) + 3, ink, 2);
    const item = catalogue.at(hovered);
    label(context, x, y, `${spoken(item.title)}${item.year ? ` (${item.year})` : ''}`, taken, true, ink);
  }
  for (const item of [...currentList(), ...[...state.ratings.keys()].map(id => catalogue.get(id))]) {
    if (item !== undefined) {
      const [x, y] = at(catalogue.numberOf(item.id));
      label(context, x, y, spoken(item.title), taken, false, ink);
    }
  }
  drawTitles(context, at, taken, ink);
}

/** Titles of the best known items in view, as far as there is room. */
function drawTitles(context, at, taken, ink) {
  let drawn = 0;
  for (const item of catalogue.popular) {
    if (drawn >= LABELS) break;
    if (state.genre !== '' && !item.genres.includes(state.genre)) continue;
    const [x, y] = at(item.number);
    if (x > 0 && y > 0 && x < overlay().clientWidth && y < overlay().clientHeight
        && label(context, x, y, spoken(item.title), taken, false, ink)) {
      drawn++;
    }
  }
}

function drawLines(context, [x, y], at) {
  const most = Math.max(...neighbours.map(other => other.score), 1e-9);
  context.strokeStyle = colour('ink');
  for (const other of neighbours) {
    const [ox, oy] = at(catalogue.numberOf(other.id));
    context.globalAlpha = 0.25 + 0.6 * Math.max(0, other.score / most);
    context.lineWidth = 0.8 + 2 * Math.max(0, other.score / most);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(ox, oy);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function ring(context, x, y, radius, stroke, width) {
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

function star(context, x, y, size, fill, stroke) {
  context.beginPath();
  for (let corner = 0; corner < 10; corner++) {
    const radius = corner % 2 === 0 ? size : size * 0.45;
    const angle = corner * Math.PI / 5 - Math.PI / 2;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
}

function drawYou(context, x, y, taken) {
  context.fillStyle = colour('accent');
  context.globalAlpha = 0.16;
  context.beginPath();
  context.arc(x, y, 26, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
  context.font = '600 12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.beginPath();
  context.roundRect(x - 18, y - 10, 36, 20, 10);
  context.fill();
  context.fillStyle = colour('on-accent');
  context.fillText('you', x, y + 0.5);
  context.textAlign = 'left';
  taken.push([x - 20, y - 12, x + 20, y + 12]);
}

/** Writes beside a point, unless something else is there; whether it was written. */
function label(context, x, y, text, taken, always, ink) {
  const short = text.length > 32 ? `${text.slice(0, 31)}…` : text;
  context.font = `${always ? 600 : 400} 12px system-ui, sans-serif`;
  const width = context.measureText(short).width;
  const room = overlay().clientWidth;
  const from = Math.max(4, x + 9 + width > room - 4 ? x - 9 - width : x + 9);
  const box = [from - 3, y - 8, from + width + 3, y + 8];
  const free = taken.every(t => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
  if (!free && !always) return false;
  taken.push(box);
  context.lineJoin = 'round';
  context.strokeStyle = colour('sky');
  context.lineWidth = 3.5;
  context.strokeText(short, from, y);
  context.fillStyle = ink;
  context.fillText(short, from, y);
  return true;
}
