// What the model is: its loss, its settings, and the items at the ends of each factor.
import {byId, count, element, replace, spoken, svgElement, tell} from './dom.js';
import {change, onChange, state} from './state.js';
import {source} from './source.js';

const WIDTH = 560;
const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 34;

/** Begins; the factors are asked for when the view is first opened. */
export function startModel(model) {
  let factors = null;
  const show = () => {
    if (state.view === 'model' && factors === null) {
      factors = source.factors().then(answer => showFactors(answer.factors),
          e => tell(`No factors: ${e.message}`));
    }
  };
  replace(byId('model-body'),
      element('div', {class: 'figures'},
          figure(model.users, 'users'), figure(model.items, 'items'),
          model.ratings === undefined ? null : figure(model.ratings, 'ratings'),
          figure(model.factors, 'factors'),
          figure((model.users + model.items) * (model.factors + 1) + 1, 'numbers learnt')),
      element('div', {class: 'two'},
          element('div', {}, element('h3', {}, 'Loss'), lossCurve(model.losses)),
          element('div', {}, element('h3', {}, 'Settings'), settings(model.settings))),
      element('h3', {}, 'Factors'),
      element('p', {class: 'note'}, 'Each factor is a line on which every item has a place. The one'
        + ' that decides most comes first. A model may turn its factors, so some ends make sense'
        + ' at once and others do not.'),
      element('div', {id: 'factors', class: 'factors'}));
  onChange(show);
  show();
}

function figure(number, name) {
  return element('div', {class: 'figure'}, element('strong', {}, count(number)),
      element('span', {}, name));
}

function settings(rows) {
  return element('table', {}, element('tbody', {}, ...rows.map(row => element('tr', {},
      element('th', {scope: 'row'}, row.name), element('td', {}, row.value)))));
}

/** The loss against the step, on a logarithmic scale. */
function lossCurve(losses) {
  const known = losses.filter(point => point.loss > 0);
  if (known.length < 2) {
    return element('p', {class: 'note'}, losses.length === 0 ? 'The model keeps no losses.'
      : `${losses[0].loss} at step ${losses[0].step}`);
  }
  const logs = known.map(point => Math.log(point.loss));
  const least = Math.min(...logs);
  const most = Math.max(...logs);
  const first = known[0].step;
  const last = known[known.length - 1].step;
  const x = step => LEFT + (step - first) / Math.max(1, last - first) * (WIDTH - LEFT - 14);
  const y = log => 12 + (most - log) / (most - least || 1) * (HEIGHT - BOTTOM - 20);
  const path = known.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.step).toFixed(1)} ${y(logs[i]).toFixed(1)}`);
  const base = HEIGHT - BOTTOM;
  const text = (tx, ty, anchor, words) => svgElement('text', {x: tx, y: ty, 'text-anchor': anchor}, words);
  const middle = Math.exp((least + most) / 2);
  return svgElement('svg', {
    class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
    'aria-label': `The loss falls from ${shown(known[0].loss)} to ${shown(known[known.length - 1].loss)} in ${last} steps`,
  },
  ...[Math.exp(most), middle, Math.exp(least)].flatMap(loss => [
    svgElement('line', {class: 'grid', x1: LEFT, x2: WIDTH - 14, y1: y(Math.log(loss)), y2: y(Math.log(loss))}),
    text(LEFT - 8, y(Math.log(loss)) + 4, 'end', shown(loss))]),
  svgElement('path', {class: 'area', d: `${path.join('')}L${x(last)} ${base}L${x(first)} ${base}Z`}),
  svgElement('path', {class: 'line', d: path.join('')}),
  ...(known.length <= 40 ? known.map((point, i) =>
    svgElement('circle', {class: 'point', cx: x(point.step), cy: y(logs[i]), r: 3.5},
        svgElement('title', {}, `step ${point.step}: ${shown(point.loss)}`))) : []),
  text(x(first), HEIGHT - 10, 'middle', String(first)),
  text(x(last), HEIGHT - 10, 'end', `step ${last}`));
}

function shown(loss) {
  return Number(loss.toPrecision(4)).toString();
}

function showFactors(factors) {
  const most = Math.max(...factors.map(factor => factor.spread), 1e-9);
  const end = (items, side) => element('ul', {class: side}, ...items.map(item => element('li', {},
      element('button', {
        type: 'button', class: 'name', onclick: () => change({selected: item.id, view: 'map'}),
      }, spoken(item.title)))));
  replace(byId('factors'), ...factors.map(factor => {
    const width = element('span', {class: 'spread-full'});
    width.style.width = `${factor.spread / most * 100}%`;
    return element('article', {class: 'factor'},
        element('h4', {}, `Factor ${factor.number}`,
            element('span', {class: 'spread', title: `spread ${factor.spread.toFixed(3)}`}, width)),
        end(factor.low, 'low'), end(factor.high, 'high'));
  }));
}
