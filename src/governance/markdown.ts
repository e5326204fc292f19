/*
 * Text that is put into Markdown: whatever it holds, it stays where it is put.
 */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' };

/** A text in a paragraph or a cell: nothing in it is markup, and it stays on its line. */
export function plain(text: string): string {
  return onOneLine(text).replace(/[\\`*_[\]|~#]/g, '\\$&').replace(/[&<>@]/g, (character) => ENTITIES[character]);
}

/** A text as code in a paragraph. */
export function code(text: string): string {
  const line = onOneLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line === '' || /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A text as code in a cell of a table, where a bar would end the cell even in code. */
export function codeCell(text: string): string {
  return code(text).replace(/\|/g, '\\|');
}

/** A block of code, closed by nothing that is in it. */
export function codeBlock(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table; its cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

/** Line breaks of all kinds, and other control characters, would begin something new. */
function onOneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
