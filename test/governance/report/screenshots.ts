/**
 * Takes the pictures of docs/inventory-and-report.md anew. It needs Chromium.
 *
 *     npx ts-node --transpile-only -P examples/tsconfig.json test/governance/report/screenshots.ts
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser } from './browser';
import { fleetDocument } from './sample';
import { reportHtml } from '../../../src/governance/report/report-html';

const IMAGES = path.join(__dirname, '../../../docs/images');

async function main(): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
  const file = path.join(directory, 'report.html');
  fs.writeFileSync(file, reportHtml(fleetDocument(120)));
  const browser = await new Browser().start();
  await browser.show(1280, 1080, 'light');
  await browser.open(`${pathToFileURL(file).href}`);
  await browser.ask(`{
    const field = document.querySelector('select[name=owner]');
    field.value = '=billing';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }`);
  await browser.screenshot(path.join(IMAGES, 'report-desktop.png'));
  await browser.show(390, 844, 'dark');
  await browser.ask('new Promise((resolve) => { addEventListener("hashchange", () => setTimeout(resolve, 100)); location.hash = "#/green/fraud/api-85"; })');
  await browser.screenshot(path.join(IMAGES, 'report-narrow.png'));
  await browser.stop();
  fs.rmSync(directory, { recursive: true });
}

void main();
