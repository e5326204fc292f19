/*
 * Elements are made here alone. What the data says becomes text or the value of a named attribute, never markup.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes, listeners (functions), and children (elements, texts; empty ones are left out). */
function element(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for pictures. */
function shape(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') { made.addEventListener(key, value); } else if (value !== undefined) { made.setAttribute(key, value); }
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return made;
}

/** A section with its heading. */
function section(title, ...children) {
  return element('section', {}, element('h3', {}, title), ...children);
}

/** A mark of a risk or a verdict: its words tell it, not its colour alone. */
function badge(kind, text = kind) {
  return element('span', { class: `badge ${kind.toLowerCase().replace(/ /g, '-')}` }, text);
}

function list(items) {
  return element('ul', {}, items.map((item) => element('li', {}, item)));
}

/** The parts of an ARN that people look for: what it is, and whose. */
function arnParts(arn) {
  const [prefix, , service, , account, ...rest] = arn.split(':');
  return prefix !== 'arn' || rest.length === 0 ? { name: arn, about: '' }
    : { name: rest.join(':').replace(/^role\//, ''), about: [service, account].filter((part) => part !== '').join(' ') };
}
