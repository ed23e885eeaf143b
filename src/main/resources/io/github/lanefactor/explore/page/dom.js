// Small helpers for making and replacing elements. Texts are always texts, never HTML.

/** Makes an element; attributes named on… are listeners, and false or null leaves one out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  fill(made, attributes, children);
  return made;
}

/** The same for a part of a drawing. */
export function svgElement(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(made, attributes, children);
  return made;
}

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
}

export function byId(id) {
  return document.getElementById(id);
}

/** Replaces what is in an element; the part with the focus keeps it, told by its data-key. */
export function replace(parent, ...children) {
  const focused = parent.contains(document.activeElement)
      ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children.filter(child => child !== null && child !== undefined));
  if (focused !== undefined) {
    parent.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** A bar that is full at 1. */
export function bar(share, kind) {
  const inner = element('span', {class: 'bar-full'});
  inner.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return element('span', {class: `bar ${kind}`, 'aria-hidden': 'true'}, inner);
}

/** The title as people say it: without the year, the article in front. */
export function spoken(title) {
  const undated = title.replace(/\s*\(\d{4}\)\s*$/, '').replace(/\s*\([^()]*\)\s*$/, '') || title;
  const article = undated.match(/^(.*), (The|A|An|La|Le|Les|L'|El|Los|Las|Il|Der|Die|Das)$/);
  return article ? `${article[2]}${article[2].endsWith("'") ? '' : ' '}${article[1]}` : undated;
}

/** Shows a message for a few seconds. */
export function tell(text) {
  const message = byId('message');
  message.textContent = text;
  message.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { message.hidden = true; }, 4000);
}

const whole = new Intl.NumberFormat('en');

/** A whole number with separators. */
export function count(number) {
  return whole.format(number);
}
