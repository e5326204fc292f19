/*
 * Who reaches what: service accounts, roles, the roles behind them, and resources, from left to right.
 */

const BOX = { height: 42, step: 54, gap: 56, margin: 2, top: 24 };
const COLUMNS = [
  { title: 'service account', width: 210 },
  { title: 'role', width: 250 },
  { title: 'target role', width: 250 },
  { title: 'resources', width: 290 },
];

/** The picture of some identities, which can be scrolled where it is wider than the page. */
function picture(identities) {
  const graph = graphOf(identities);
  const columns = placed(graph);
  const { width, height } = columns.size;
  const drawn = shape('svg', { class: 'picture', role: 'group', 'aria-label': 'who reaches what', width, height, viewBox: `0 0 ${width} ${height}` },
    columns.map(({ title, x }) => shape('text', { class: 'column', x, y: 14 }, title)),
    [...graph.arrows.values()].map(arrow),
    columns.flatMap(({ nodes, width: own }) => nodes.map((node) => box(node, own))));
  return element('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'picture of who reaches what' }, drawn);
}

function graphOf(identities) {
  const nodes = COLUMNS.map(() => new Map());
  const arrows = new Map();
  const node = (column, key, make) => {
    if (!nodes[column].has(key)) { nodes[column].set(key, { column, next: new Set(), ...make() }); }
    return nodes[column].get(key);
  };
  const link = (from, to) => {
    from.next.add(to);
    arrows.set(`${from.column} ${from.full} → ${to.column} ${to.full}`, { from, to });
  };
  const hasTargets = identities.some(({ target }) => target !== undefined);
  for (const identity of identities) {
    const account = node(0, identity.key, () => ({
      name: identity.name, about: `${identity.cluster} / ${identity.namespace}`, full: `${identity.cluster}/${identity.namespace}/${identity.name}`, href: `#/${identity.key}`,
    }));
    const role = node(1, identity.role, () => ofArn(identity.role));
    link(account, role);
    const bearer = identity.target !== undefined ? node(2, identity.target, () => ofArn(identity.target))
      : hasTargets ? node(2, `past ${identity.role}`, () => ({ full: identity.role, isPassage: true })) : role;
    if (bearer !== role) { link(role, bearer); }
    identity.reaches.forEach((resource) => link(bearer, node(3, resource, () => ofArn(resource))));
    identity.unknown.filter(({ kind }) => kind === 'identity')
      .forEach(({ name }) => link(bearer, node(3, `not known ${name}`, () => ({ name, about: 'what this allows is not known', full: name }))));
  }
  return { nodes: nodes.map((column) => [...column.values()]), arrows };
}

function ofArn(arn) {
  return { ...arnParts(arn), full: arn };
}

/** Columns from the right to the left: each box stands where what it leads to is, and below the one before. */
function placed({ nodes }) {
  const used = COLUMNS.map((column, index) => ({ ...column, nodes: nodes[index] })).filter(({ nodes: own }) => own.length > 0);
  let x = BOX.margin;
  for (const column of used) {
    column.x = x;
    x += column.width + BOX.gap;
  }
  const most = Math.max(...used.map(({ nodes: own }) => own.length));
  const bottoms = [...used].reverse().map((column) => placeColumn(column, BOX.top + (most - column.nodes.length) * BOX.step / 2));
  return Object.assign(used, { size: { width: x - BOX.gap + BOX.margin, height: Math.max(...bottoms) } });
}

/** Places the boxes of a column, those of the last from a height on, and tells where it ends. */
function placeColumn({ nodes, x, width }, from) {
  const wanted = new Map(nodes.map((node) => [node, wantedHeight(node) ?? from]));
  const sorted = nodes.toSorted((a, b) => wanted.get(a) - wanted.get(b));
  let free = BOX.top;
  for (const node of sorted) {
    Object.assign(node, { x, width, y: Math.max(free, Math.round(wanted.get(node))) });
    free = node.y + BOX.step;
  }
  const tooLow = sorted.reduce((sum, node) => sum + node.y - wanted.get(node), 0) / sorted.length;
  const isLast = sorted.every(({ next }) => next.size === 0);
  const up = isLast ? 0 : Math.min(Math.round(tooLow), sorted[0].y - BOX.top);
  sorted.forEach((node) => { node.y -= up; });
  return free - up;
}

/** In the middle of what a box leads to; nothing for what leads nowhere. */
function wantedHeight({ next }) {
  return next.size === 0 ? undefined : [...next].reduce((sum, { y }) => sum + y, 0) / next.size;
}

function arrow({ from, to }) {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const middle = (x1 + x2) / 2;
  return shape('path', { class: 'arrow', d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` }, shape('title', {}, `${from.full} → ${to.full}`));
}

function box({ x, y, name, about, full, href, column, isPassage }, width) {
  if (isPassage) { return shape('path', { class: 'arrow', d: `M${x} ${y + BOX.height / 2}h${width}` }); }
  const drawn = [
    shape('title', {}, full),
    shape('rect', { x, y, width, height: BOX.height, rx: 6 }),
    shape('text', { class: 'name', x: x + 10, y: y + (about === '' ? 26 : 18) }, cut(name, (width - 20) / 7.2)),
    about === '' ? undefined : shape('text', { class: 'about', x: x + 10, y: y + 34 }, cut(about, (width - 20) / 6.2)),
  ];
  return href === undefined ? shape('g', { class: `box column${column}` }, drawn) : shape('a', { class: `box column${column}`, href, 'aria-label': full }, drawn);
}

/** A text that is no longer than its box; the title of the box has all of it. */
function cut(text, length) {
  const letters = [...text];
  const half = Math.floor(length / 2) - 1;
  return letters.length <= length ? text : `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}
