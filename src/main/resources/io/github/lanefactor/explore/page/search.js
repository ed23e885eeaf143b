// The search for titles, as ratings/ItemSearch has it in Java.

const LONGEST_ARTICLE = 4;

export class TitleSearch {
  constructor(items) {
    this.number = new Map(items.id.map((id, number) => [id, number]));
    const whole = items.id.every(id => /^(0|-?[1-9]\d{0,17})$/.test(id));
    this.names = items.title.map((title, i) =>
      whole && title === items.id[i] ? {whole: [], words: []} : names(title));
  }

  /** The items that a text may mean; misspelt ones if there is none. */
  find(text, n) {
    const number = this.number.get(text);
    if (number !== undefined) return {found: [number], misspelt: false};
    const wanted = normal(text);
    if (wanted === '') return {found: [], misspelt: false};
    const exact = this.matching(called => called.whole.includes(wanted));
    const found = exact.length > 0 ? exact
      : this.matching(called => called.whole.some(name => name.includes(wanted)));
    if (found.length > 0) return {found, misspelt: false};
    const near = this.nearest(wanted, n);
    return {found: near, misspelt: near.length > 0};
  }

  matching(fits) {
    const found = [];
    this.names.forEach((called, i) => { if (fits(called)) found.push(i); });
    return found;
  }

  nearest(wanted, n) {
    const squeezed = wanted.replaceAll(' ', '');
    const tolerance = Math.max(1, Math.floor(squeezed.length / 3));
    return this.names.map((called, i) => {
      const whole = Math.min(...called.whole.map(name => {
        const other = name.replaceAll(' ', '');
        return other.includes(squeezed) ? 0 : distance(squeezed, other);
      }), Infinity);
      const words = wanted.split(' ').reduce((sum, word) =>
        sum + Math.min(word.length, ...called.words.map(other => distance(word, other))), 0);
      return {i, whole, best: Math.min(whole, words)};
    }).filter(near => near.best <= tolerance)
        .sort((a, b) => a.best - b.best || a.whole - b.whole).slice(0, n).map(near => near.i);
  }
}

function names(title) {
  let year = '';
  let undated = title;
  const last = title.lastIndexOf('(');
  if (last > 0 && /^\(\d{4}\)\s*$/.test(title.slice(last))) {
    year = ` ${title.slice(last + 1, last + 5)}`;
    undated = title.slice(0, last);
  }
  const whole = [];
  const add = name => {
    const plain = normal(name);
    whole.push(plain, plain + year);
    const comma = name.lastIndexOf(', ');
    if (comma > 0 && name.trim().length - comma <= 2 + LONGEST_ARTICLE) {
      const front = `${normal(name.slice(comma))} ${normal(name.slice(0, comma))}`;
      whole.push(front, front + year);
    }
  };
  add(undated);
  const words = (whole[0] + year).split(' ');
  if (undated.includes('(')) {
    undated.split(/[()]/).forEach(name => add(name.trim()));
  }
  return {whole, words};
}

/** Lower case, without accents, and one space in place of anything but letters and digits. */
function normal(text) {
  let made = '';
  let space = false;
  for (const c of text.normalize('NFD')) {
    if (/[\p{L}\p{Nd}]/u.test(c) || c.length > 1) {
      made += (space && made !== '' ? ' ' : '') + c.toLowerCase();
      space = false;
    } else if (c === '&') {
      made += made !== '' ? ' and' : 'and';
      space = true;
    } else {
      space ||= c !== "'" && c !== '’' && !/\p{Mn}/u.test(c);
    }
  }
  return made;
}

/** Letters to insert, delete, replace or swap with the next. */
function distance(a, b) {
  let before = [];
  let last = [];
  let row = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.length];
}
