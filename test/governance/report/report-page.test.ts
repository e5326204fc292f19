import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, CHROMIUM } from './browser';
import { fleetDocument, sampleDocument, sampleIdentity } from './sample';
import { ProofVerdict } from '../../../src';
import { AccessLevel } from '../../../src/access/access-level';
import { ReportDocument } from '../../../src/governance/report/report-data';
import { reportHtml } from '../../../src/governance/report/report-html';

/*
 * The page in a real browser. Without Chromium (`chromium`, `google-chrome`, or what CHROMIUM names) these are skipped.
 */

const inBrowser = CHROMIUM === undefined ? describe.skip : describe;

let browser: Browser;
let directory: string;
let count = 0;
beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
  if (CHROMIUM !== undefined) { browser = await new Browser().start(); }
});
afterAll(async () => {
  await browser?.stop();
  fs.rmSync(directory, { recursive: true });
});

/** Opens a report from disk. */
async function open(document: ReportDocument): Promise<string> {
  const file = path.join(directory, `${count += 1}.html`);
  fs.writeFileSync(file, reportHtml(document));
  browser.requests.length = browser.problems.length = 0;
  await browser.show(1280, 900, 'light');
  await browser.open(pathToFileURL(file).href);
  return pathToFileURL(file).href;
}

const texts = (selector: string) => browser.ask<string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`);
const text = async (selector: string) => (await texts(selector))[0];
const search = (words: string) => browser.ask(`{
  const field = document.getElementById('search');
  field.value = ${JSON.stringify(words)};
  field.dispatchEvent(new Event('input', { bubbles: true }));
}`);
const choose = (name: string, value: string) => browser.ask(`{
  const field = document.querySelector('select[name=${name}]');
  field.value = ${JSON.stringify(`=${value}`)};
  field.dispatchEvent(new Event('input', { bubbles: true }));
}`);
/** Waits until the page has taken up the address to which this leads. */
const follow = async (lead: () => Promise<unknown>) => {
  const followed = browser.ask('new Promise((resolve) => addEventListener("hashchange", () => setTimeout(resolve), { once: true }))');
  await lead();
  await followed;
};
const go = (hash: string) => follow(() => browser.ask(`{ location.hash = ${JSON.stringify(hash)}; }`));

inBrowser('a report of 1,000 workloads', () => {
  let url: string;
  beforeAll(async () => { url = await open(fleetDocument(1000)); });
  beforeEach(async () => {
    if (await browser.ask<string>('location.hash') !== '#/') { await go('#/'); }
    await browser.ask('document.querySelector(".filters").reset()');
    await browser.ask('new Promise((resolve) => setTimeout(resolve, 20))');
  });

  test('loads nothing but itself, and nothing goes wrong', () => {
    expect(browser.requests).toEqual([url]);
    expect(browser.problems).toEqual([]);
  });

  test('shows some at first, and more when asked', async () => {
    expect(await text('.status')).toBe('1000 of 1000 identities');
    expect(await texts('tbody tr')).toHaveLength(40);
    await browser.ask('document.querySelector(".more").click()');
    expect(await texts('tbody tr')).toHaveLength(80);
  });

  test('finds by words, all of which must be there', async () => {
    await search('BILLING exporter-');
    const rows = await texts('tbody th');

    expect(await text('.status')).toBe(`${rows.length} of 1000 identities`);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) { expect(row).toMatch(/^exporter-\d+billing$/); }
    await search('nothing-is-called-so');
    expect(await text('.status')).toBe('0 of 1000 identities');
    expect(await texts('svg')).toEqual([]);
  });

  test.each([
    ['owner', 'tax', 50], ['namespace', 'fraud', 50], ['cluster', 'blue', 334], ['service', 'sqs', 500], ['mechanism', 'irsa', 143], ['risk', 'finding', 111], ['risk', 'none', 889],
  ])('filters by %s %s', async (name, value, expected) => {
    await choose(name, value);

    expect(await text('.status')).toBe(`${expected} of 1000 identities`);
  });

  test('draws what is found: account, role, target role, resources', async () => {
    await search('blue billing/exporter-21');
    const boxes = await texts('svg .box title');

    expect(boxes).toEqual([
      'blue/billing/exporter-21', 'arn:aws:iam::111122223333:role/blue_billing_exporter-21', 'arn:aws:iam::444455556666:role/blue_billing_exporter-21',
      'arn:aws:s3:::company-exports/billing/*', 'arn:aws:sqs:eu-central-1:111122223333:billing-jobs',
    ]);
    expect(await texts('svg .arrow')).toHaveLength(4);
  });

  test('filters in less than 50 milliseconds, layout included, on a processor that has time for it', async () => {
    const words = ['b', 'bi', 'bil', 'billing', 'billing s3', '', 'worker', 'sqs', '', 'blue'];
    const times = await browser.ask<number[][]>(`Array.from({ length: 10 }, () => ${JSON.stringify(words)}.map((text) => {
      const field = document.getElementById('search');
      field.value = text;
      const began = performance.now();
      field.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.offsetHeight;
      return performance.now() - began;
    }))`);

    for (const index of words.keys()) { expect(Math.min(...times.map((round) => round[index]))).toBeLessThan(50); }
  });

  test('shows the page of an identity by its address, with its runbook, and takes the focus there', async () => {
    await go('#/blue/catalog/worker-42');

    expect(await texts('h3')).toEqual(['Risks', 'Who reaches what', 'Trust', 'Permissions', 'What it must not do', 'Runbook']);
    expect(await text('h2')).toBe('catalog/worker-42 of blue');
    expect(await browser.ask('document.title')).toBe('catalog/worker-42 · Identities of workloads');
    expect(await browser.ask('document.activeElement.tagName')).toBe('H2');
    expect(await texts('.cards strong')).toEqual(['May write']);
    expect(await text('.runbook pre')).toContain('kubectl -n catalog get serviceaccount worker-42 -o yaml');
    expect(await texts('.runbook .task')).toContainEqual('☑ a dedicated ServiceAccount, not default');
  });

  test('is used by keys alone', async () => {
    await go('#/blue/catalog/worker-42');
    await browser.press('/');
    expect(await browser.ask('document.activeElement.id')).toBe('search');
    await browser.press('x');
    expect(await browser.ask('document.activeElement.value')).toBe('x');
    await search('worker-42');
    await browser.press('ArrowDown');
    await browser.press('ArrowDown');
    await browser.press('ArrowUp');
    expect(await browser.ask('document.activeElement.getAttribute("href")')).toBe('#/blue/catalog/worker-42');
    expect(await browser.ask('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await go('#/blue/catalog/worker-42');
    await follow(() => browser.press('Escape'));
    expect(await browser.ask('location.hash')).toBe('#/');
    expect(await browser.ask('document.activeElement.textContent')).toBe('worker-42');
  });

  test('skips to the content without leaving the page', async () => {
    await go('#/blue/catalog/worker-42');
    await go('#main');
    expect(await text('h2')).toBe('catalog/worker-42 of blue');
  });

  test('names its controls, headings of columns and landmarks', async () => {
    expect(await browser.ask('[...document.querySelectorAll("input, select, button, svg, .wide")].filter((each) => !(each.labels?.length || each.ariaLabel || each.textContent)).length')).toBe(0);
    expect(await browser.ask('document.querySelectorAll("thead th[scope=col]").length')).toBe(8);
    expect(await browser.ask('document.querySelectorAll("main, header, footer, [role=search], [role=status]").length')).toBe(5);
  });

  test.each([[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']] as const)('at a width of %d and in %s colours nothing is wider than the page, and text can be read', async (width, scheme) => {
    await browser.show(width, 844, scheme);
    for (const hash of ['#/blue/catalog/worker-42', '#/']) {
      await go(hash);
      expect(await browser.ask('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    }
    expect(await browser.ask<number>(CONTRAST)).toBeGreaterThanOrEqual(4.5);
    await browser.show(1280, 900, 'light');
  });

  test('prints all that is found, without its controls, black on white', async () => {
    await search('billing');
    await browser.show(1280, 900, 'dark', 'print');
    await browser.ask('dispatchEvent(new Event("beforeprint"))');

    expect(await browser.ask('document.querySelectorAll("tbody tr").length')).toBe(50);
    expect(await browser.ask('getComputedStyle(document.querySelector(".filters")).display')).toBe('none');
    expect(await browser.ask('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await browser.ask('dispatchEvent(new Event("afterprint"))');
    await browser.show(1280, 900, 'light');
  });
});

/** The least contrast of a text with what is behind it, as WCAG reckons it. */
const CONTRAST = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => parse(color).slice(0, 3).map((each) => each / 255).map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => { const { backgroundColor } = getComputedStyle(element); return parse(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor; };
  const all = [...document.querySelectorAll('body *')].filter((each) => !each.closest('svg, script') && [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''));
  return Math.min(...all.map((each) => { const [a, b] = [light(getComputedStyle(each).color), light(behind(each))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); }));
})()`;

inBrowser('hostile text', () => {
  const hostile = [
    '</script><script>window.pwned = 1</script>', '<!--<script>', '"><img src=x onerror="window.pwned = 1">', '\'" onfocus=window.pwned=1 autofocus x="', '<svg onload=window.pwned=1>',
    'javascript:window.pwned=1', '😀\u2028\u2029\u0000\u202e', '`**b**`|\\|&lt;b&gt;', '&lt;img src=x onerror=window.pwned=1&gt;', '__proto__', '${7*7}', '/2?x#y%00 é',
  ];
  const recorded = hostile.map((each) => each.replace(/</g, '<lt>'));
  const identities = recorded.map((each) => sampleIdentity({
    namespace: each,
    serviceAccount: each,
    cluster: each,
    owner: each,
    workload: each,
    role: each,
    targetRole: `${each}2`,
    account: each,
    region: each,
    permissions: [{ effect: 'Allow', level: AccessLevel.READ, actions: [each], resources: [each], conditions: [{ operator: each, key: each, values: [each] }], source: each }],
    unknownPolicies: [{ name: each, kind: 'identity' }],
    trust: [{ effect: 'Allow', principals: [each], actions: [each], conditions: [] }],
    mustNot: [{ forbidden: each, verdict: ProofVerdict.REFUTED, explanation: each }],
  }));

  test('is text wherever it stands: no element and no request comes of it', async () => {
    const document = sampleDocument(identities, new Map(identities.map((identity, index) => [identity, [{ kind: 'finding', title: hostile[index], text: hostile[index], fix: hostile[index] }]])));
    const url = await open(document);

    expect(await browser.ask('JSON.parse(document.getElementById("data").textContent)')).toEqual(JSON.parse(JSON.stringify(document)));
    for (const [index, { key }] of document.identities.entries()) {
      await go(`#/${key}`);
      expect(await text('h2')).toBe(`${hostile[index]}/${hostile[index]} of ${hostile[index]}`);
      expect((await texts('.runbook li'))[0]).toBe(`Owner: ${hostile[index].replace(/[\u0000-\u001f\u2028\u2029]+/g, ' ')}`);
      await go('#/');
    }
    expect(await texts('tbody a')).toEqual(hostile);
    expect(await browser.ask('window.pwned === undefined && document.scripts.length')).toBe(2);
    expect(await browser.ask('document.querySelectorAll("img, iframe, object, embed, link, base, [onerror], [onload], [onfocus], [style]").length')).toBe(0);
    expect(await browser.ask('[...document.querySelectorAll("[href]")].filter((each) => !each.getAttribute("href").startsWith("#")).length')).toBe(0);
    expect([browser.requests, browser.problems]).toEqual([[url], []]);
  });

  test('that would run in spite of that is refused by the policy of the page', async () => {
    await open(sampleDocument([sampleIdentity()]));
    await browser.ask('{ const made = document.createElement("script"); made.textContent = "window.pwned = 1"; document.body.append(made); document.body.append(Object.assign(new Image(), { src: "https://example.com/x.png" })); }');
    await browser.ask('new Promise((resolve) => setTimeout(resolve, 200))');

    expect(await browser.ask('window.pwned')).toBeUndefined();
    expect(browser.problems.join('\n')).toMatch(/script-src[^]*default-src/);
  });
});
