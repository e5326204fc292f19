import { PolicyValue } from '../../policy/statement';
import { valueOf } from '../../policy/template';
import { isSymbol, Letter, symbolId, Text } from '../../policy/text';

/*
 * Values as a record keeps them: literals as they are, and what is known at deploy time only in angle brackets, so that
 * the value that is read again is the same. A bracket that is literal stands as `<lt>`.
 */

const LESS_THAN = '<lt>';

/** A text as it stands in a record. */
export function recordText(text: Text): string {
  return text.map(recordLetter).join('');
}

/** A letter as it stands in a record. */
export function recordLetter(letter: Letter): string {
  if (isSymbol(letter)) { return `<${letter.replace(/[%<>]/g, encodeURIComponent)}>`; }
  return letter === '<' ? LESS_THAN : letter;
}

/** The value of a record, for a policy that is read again. */
export function readRecorded(recorded: string): PolicyValue {
  return valueOf(split(recorded).flatMap(({ literal, symbol }) => symbol === undefined ? literal!.split('') : [symbol]));
}

/** A value of a record as people read it: what is known at deploy time only as `${…}`. */
export function showRecorded(recorded: string): string {
  return split(recorded).map(({ literal, symbol }) => literal ?? `\${${symbolId(symbol!)}}`).join('');
}

function split(recorded: string): { literal?: string; symbol?: Letter }[] {
  return recorded.split(/(<[^>]*>)/).filter((part) => part !== '').map((part) => {
    if (!/^<.*>$/s.test(part)) { return { literal: part }; }
    return part === LESS_THAN ? { literal: '<' } : { symbol: part.slice(1, -1).replace(/%(25|3C|3E)/g, decodeURIComponent) };
  });
}
