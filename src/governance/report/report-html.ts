import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ReportDocument } from './report-data';

/** The folder of the package with what browsers get as it is. */
const ASSETS = path.join(__dirname, '../../../assets/report');

/** The parts of the script, in the order in which they need each other. */
const SCRIPTS = ['elements.js', 'markdown.js', 'picture.js', 'workload.js', 'overview.js', 'start.js'];

/** The report: one file that loads nothing. */
export function reportHtml(document: ReportDocument): string {
  const script = `'use strict';\n(() => {\n${SCRIPTS.map(asset).join('\n')}})();\n`;
  const style = asset('report.css');
  const parts: Record<string, string> = {
    policy: `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`,
    style,
    script,
    data: dataOf(document),
  };
  return asset('report.html').replace(/<!--(policy|style|script|data)-->/g, (_, part) => parts[part]);
}

/** JSON that ends no element, whatever it holds: `<` stands as an escape. */
function dataOf(document: ReportDocument): string {
  return JSON.stringify(document).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function asset(file: string): string {
  return fs.readFileSync(path.join(ASSETS, file), 'utf8');
}

/** As browsers hash an element that a Content-Security-Policy allows. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
