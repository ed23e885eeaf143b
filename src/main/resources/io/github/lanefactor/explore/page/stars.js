// Stars that are given by a click, by arrow keys or by digits.
import {element} from './dom.js';

/**
 * A row of stars.
 *
 * values: what they stand for, from the worst to the best: one for a heart, ten for halves
 * value: the one given, or undefined
 * give: called with a value, or with null to take it away
 */
export function stars(values, value, {key, name, give}) {
  const symbols = values.length === 1 ? '♥' : '★'.repeat(Math.min(5, values.length));
  const full = element('span', {class: 'full', 'aria-hidden': 'true'}, symbols);
  const given = value === undefined ? -1 : nearest(values, value);
  const show = place => { full.style.width = `${(place + 1) / values.length * 100}%`; };
  const at = event => {
    const box = slider.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(values.length - 1, Math.floor(share * values.length)));
  };
  const set = place => {
    if (place < 0) {
      give(null);
    } else if (place !== given || value !== values[place]) {
      give(values[place]);
    }
  };
  const slider = element('span', {
    class: `stars${given >= 0 ? ' given' : ''}`,
    role: 'slider',
    tabindex: 0,
    'data-key': key,
    'aria-label': `Rating of ${name}`,
    'aria-valuemin': 0,
    'aria-valuemax': values.length,
    'aria-valuenow': given + 1,
    'aria-valuetext': given < 0 ? 'not rated' : String(values[given]),
    onpointermove: event => show(at(event)),
    onpointerleave: () => show(given),
    onclick: event => {
      const place = at(event);
      set(place === given && values.length === 1 ? -1 : place);
    },
    onkeydown: event => {
      const place = keyed(event.key, given, values.length);
      if (place !== undefined) {
        event.preventDefault();
        set(place);
      }
    },
  }, element('span', {class: 'empty', 'aria-hidden': 'true'}, symbols), full);
  show(given);
  return slider;
}

function keyed(key, given, length) {
  switch (key) {
    case 'ArrowRight': case 'ArrowUp': return Math.min(length - 1, given + 1);
    case 'ArrowLeft': case 'ArrowDown': return Math.max(-1, given - 1);
    case 'Home': return 0;
    case 'End': return length - 1;
    case 'Delete': case 'Backspace': return -1;
    default: {
      const stars = Math.min(5, length);
      const digit = Number(key);
      return /^[1-9]$/.test(key) && digit <= stars ? digit * length / stars - 1 : undefined;
    }
  }
}

/** The place of the value that comes nearest. */
function nearest(values, value) {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if (Math.abs(values[i] - value) < Math.abs(values[best] - value)) {
      best = i;
    }
  }
  return best;
}
