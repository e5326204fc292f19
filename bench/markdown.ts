/** A Markdown table; the columns from this one on are aligned to the right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[], rightFrom = Infinity): string {
  const rule = header.map((_, column) => column < rightFrom ? '---' : '---:');
  return [header, rule, ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/** Texts as code, each on a line of its own in the cell of a table. */
export function codeLines(texts: readonly string[]): string {
  return texts.map(code).join('<br>');
}

/** A text as code, which may itself have backticks in it. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
