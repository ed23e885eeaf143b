// What the list should be like: diversity, how well known, genre, years.
import {byId, count, element, replace} from './dom.js';
import {change, filters, onChange, state} from './state.js';

const STEPS = 100;

/** Begins; the catalogue says which genres, years and numbers of ratings there are. */
export function startSliders(catalogue) {
  const most = Math.max(1, catalogue.popular[0]?.ratings ?? 1);
  // Most items have few ratings: equal steps are equal factors.
  const toCount = step => step === 0 ? 0 : Math.round(Math.exp(step / STEPS * Math.log(most + 1)) - 1);
  const toStep = number => Math.round(Math.log(Math.min(most, number) + 1) / Math.log(most + 1) * STEPS);
  const years = [...catalogue].map(item => item.year).filter(Boolean);
  const first = Math.min(...years);
  const last = Math.max(...years);
  const parts = [
    single('Diversity', 'of the list', state.diversity * STEPS, step => change({diversity: step / STEPS}),
        () => `${Math.round(state.diversity * 100)} %`),
    double('How well known', 'number of ratings', 0, STEPS,
        [toStep(state.minRatings), state.maxRatings === Infinity ? STEPS : toStep(state.maxRatings)],
        (low, high) => change({
          minRatings: toCount(low), maxRatings: high === STEPS ? Infinity : toCount(high),
        }),
        () => state.maxRatings === Infinity ? `${count(state.minRatings)} or more`
          : `${count(state.minRatings)} to ${count(state.maxRatings)}`),
  ];
  if (years.length > 0 && first < last) {
    parts.push(double('Years', 'of the items', first, last,
        [state.fromYear ?? first, state.toYear ?? last],
        (low, high) => change({
          fromYear: low === first ? null : low, toYear: high === last ? null : high,
        }),
        () => `${state.fromYear ?? first} to ${state.toYear ?? last}`));
  }
  if (catalogue.genreNames.length > 0) {
    parts.push(genres(catalogue.genreNames));
  }
  replace(byId('sliders'), ...parts);
  onChange(note);
  note();
}

function note() {
  const number = Object.keys(filters()).length;
  byId('filter-note').textContent = number === 0 ? '' : `${number} set`;
}

function single(label, what, step, move, text) {
  const output = element('output', {}, text());
  const input = element('input', {
    type: 'range', min: 0, max: STEPS, value: step, 'aria-label': `${label} ${what}`,
    oninput: () => {
      move(Number(input.value));
      output.textContent = text();
    },
  });
  return element('div', {class: 'slider'}, element('span', {}, label), output, input);
}

/** Two handles on one line; neither passes the other. */
function double(label, what, min, max, [from, to], move, text) {
  const output = element('output', {}, text());
  const handle = (value, name) => element('input', {
    type: 'range', min, max, value, 'aria-label': `${label}, ${name} ${what}`,
    oninput: event => {
      if (event.target === low && Number(low.value) > Number(high.value)) low.value = high.value;
      if (event.target === high && Number(high.value) < Number(low.value)) high.value = low.value;
      move(Number(low.value), Number(high.value));
      output.textContent = text();
    },
  });
  const low = handle(from, 'least');
  const high = handle(to, 'most');
  return element('div', {class: 'slider'}, element('span', {}, label), output,
      element('div', {class: 'double'}, low, high));
}

function genres(names) {
  const select = element('select', {onchange: () => change({genre: select.value})},
      element('option', {value: ''}, 'all'), ...names.map(name => element('option', {value: name}, name)));
  select.value = state.genre;
  onChange(changed => {
    if (changed.includes('genre')) {
      select.value = state.genre;
    }
  });
  return element('label', {class: 'slider'}, element('span', {}, 'Genre'), select);
}
