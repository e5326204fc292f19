import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable, Writable } from 'node:stream';

/** The browser, if the machine has one. */
export const CHROMIUM = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].find((name) => name !== undefined && isThere(name));

function isThere(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A page in a headless Chromium, driven by the DevTools protocol over a pipe. */
export class Browser {
  /** The addresses that the page has asked for. */
  public readonly requests: string[] = [];

  /** What went wrong in the page: exceptions, and what its Content-Security-Policy has refused. */
  public readonly problems: string[] = [];

  private session?: string;
  private count = 0;
  private readonly waiting = new Map<number, (message: any) => void>();
  private loaded?: () => void;
  private readonly profile = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
  private readonly process: ChildProcess;

  constructor() {
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--remote-debugging-pipe', `--user-data-dir=${this.profile}`];
    this.process = spawn(CHROMIUM!, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let rest = '';
    (this.process.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      const messages = (rest + chunk.toString('utf8')).split('\0');
      rest = messages.pop()!;
      messages.forEach((message) => this.receive(JSON.parse(message)));
    });
  }

  /** Opens a page that shows nothing yet. */
  public async start(): Promise<this> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    this.session = (await this.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) { await this.send(`${domain}.enable`); }
    return this;
  }

  public async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => { this.loaded = resolve; });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** What an expression is in the page. */
  public async ask<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) { throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text); }
    return result.value;
  }

  public async press(key: string): Promise<void> {
    const text = key.length === 1 ? key : undefined;
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  public async show(width: number, height: number, scheme: 'light' | 'dark', media = ''): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  public async screenshot(file: string): Promise<void> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.send('Browser.close');
    await ended;
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private send(method: string, params: object = {}): Promise<any> {
    const id = this.count += 1;
    const isOfBrowser = /^(Target|Browser)\./.test(method);
    (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...isOfBrowser ? {} : { sessionId: this.session } })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, ({ result, error }) => error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`))));
  }

  private receive(message: any): void {
    const { id, method, params } = message;
    this.waiting.get(id)?.(message);
    if (method === 'Page.loadEventFired') { this.loaded?.(); }
    if (method === 'Network.requestWillBeSent') { this.requests.push(params.request.url); }
    if (method === 'Runtime.exceptionThrown') { this.problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text); }
    if (method === 'Log.entryAdded' && params.entry.level === 'error') { this.problems.push(params.entry.text); }
  }
}
