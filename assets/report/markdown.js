/*
 * The runbooks, whose Markdown is of few forms: headings, paragraphs, lists, tables, blocks of code.
 */

/** Elements for the lines of a runbook, without the heading of the whole. */
function runbookElements(lines) {
  const made = [];
  for (let at = 0; at < lines.length; at += 1) {
    const taken = blockAt(lines, at);
    if (taken.made !== undefined) { made.push(taken.made); }
    at += taken.count - 1;
  }
  return made;
}

function blockAt(lines, at) {
  const line = lines[at];
  const fence = /^`{3,}/.exec(line);
  if (fence !== null) { return codeAt(lines, at, fence[0]); }
  const heading = /^(#{1,3}) (.*)$/.exec(line);
  if (heading !== null) {
    const level = heading[1].length;
    return { count: 1, made: level === 1 ? undefined : element(`h${level + 2}`, {}, inline(heading[2])) };
  }
  if (/^(- |\d+\. )/.test(line)) { return listAt(lines, at); }
  if (line.startsWith('| ')) { return tableAt(lines, at); }
  return { count: 1, made: line === '' ? undefined : element('p', {}, inline(line)) };
}

function codeAt(lines, at, fence) {
  const end = lines.indexOf(fence, at + 1);
  const text = lines.slice(at + 1, end).join('\n');
  return { count: end - at + 1, made: element('pre', { tabindex: '0', 'aria-label': 'commands' }, element('code', {}, text)) };
}

/** As many lines as begin in the same way. */
function linesLike(pattern, lines, at) {
  const end = lines.findIndex((line, index) => index >= at && !pattern.test(line));
  return lines.slice(at, end === -1 ? lines.length : end);
}

function listAt(lines, at) {
  const isOrdered = /^\d/.test(lines[at]);
  const own = linesLike(isOrdered ? /^\d+\. / : /^- /, lines, at);
  const items = own.map((line) => line.replace(/^(- |\d+\. )/, '')).map((text) => {
    const task = /^\[([x ])\] (.*)$/.exec(text);
    if (task === null) { return element('li', {}, inline(text)); }
    const isDone = task[1] === 'x';
    return element('li', { class: 'task' }, element('span', { role: 'img', 'aria-label': isDone ? 'proved' : 'to be reviewed' }, isDone ? '☑' : '☐'), ' ', inline(task[2]));
  });
  return { count: own.length, made: element(isOrdered ? 'ol' : 'ul', {}, items) };
}

function tableAt(lines, at) {
  const own = linesLike(/^\| /, lines, at);
  const [head, , ...rows] = own.map((line) => line.slice(2, -2).split(' | ').map((cell) => cell.replace(/\\\|/g, '|')));
  return {
    count: own.length,
    made: element('div', { class: 'wide', tabindex: '0', role: 'group', 'aria-label': 'table' }, element('table', {},
      element('thead', {}, element('tr', {}, head.map((cell) => element('th', { scope: 'col' }, inline(cell))))),
      element('tbody', {}, rows.map((cells) => element('tr', {}, cells.map((cell) => element('td', {}, inline(cell)))))))),
  };
}

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#64;': '@' };

/** The text of a line: code, what is emphasized, and what stands for a character. */
function inline(text) {
  const parts = [];
  let plain = '';
  let from = 0;
  for (const found of text.matchAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)|\*\*(.+?)\*\*|\\([!-/:-@[-`{-~])|&(?:amp|lt|gt|#64);/g)) {
    const [all, , code, strong, escaped] = found;
    plain += text.slice(from, found.index);
    from = found.index + all.length;
    if (escaped !== undefined) { plain += escaped; } else if (ENTITIES[all] !== undefined) { plain += ENTITIES[all]; } else {
      parts.push(plain, code === undefined ? element('strong', {}, inline(strong)) : element('code', {}, code.replace(/^ (.*) $/, '$1')));
      plain = '';
    }
  }
  return [...parts, plain + text.slice(from)];
}
