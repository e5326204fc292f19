import { showRecorded } from '../inventory/recorded-value';

/** A value of a record as one word of a shell command, whatever it holds. */
export function word(recorded: string): string {
  return quoted(showRecorded(recorded));
}

/** A text as one word of a shell command: nothing in it is expanded, and it is no option. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_.:/][A-Za-z0-9_.:/@,-]*$/.test(text) ? text : `'${text.replace(/'/g, '\'\\\'\'')}'`;
}

/** A value of a record as a text of SQL. */
export function sqlText(recorded: string): string {
  return `'${showRecorded(recorded).replace(/'/g, '\'\'')}'`;
}
