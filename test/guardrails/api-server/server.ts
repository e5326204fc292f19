import { ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the API server answers. */
export interface Answer {
  readonly status: number;
  readonly body: any;
}

const TOKEN = 'token-of-the-test';

/** A Kubernetes API server with its etcd, for this process alone: on the loopback address, gone when it is stopped. */
export class ApiServer {
  /** Starts both, and waits until they are ready. */
  public static async start(kubeApiserver: string, etcd: string): Promise<ApiServer> {
    const server = new ApiServer(await freePort());
    try {
      await server.run(kubeApiserver, etcd);
      return server;
    } catch (error) {
      server.stop();
      throw error;
    }
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'api-server-'));
  private readonly children: ChildProcess[] = [];

  private constructor(private readonly port: number) {}

  /** Asks the API server; a body that is a text is YAML. */
  public async ask(method: string, path: string, body?: object | string): Promise<Answer> {
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json';
    const headers = { 'Authorization': `Bearer ${TOKEN}`, 'Content-Type': type, 'Accept': 'application/json' };
    const ca = readFileSync(join(this.directory, 'certificates', 'apiserver.crt'));
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', servername: 'localhost', port: this.port, method, path, headers, ca }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString()) }));
      });
      sent.on('error', reject);
      sent.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  /** Ends both processes, and removes what they wrote. */
  public stop(): void {
    this.children.forEach((child) => child.kill('SIGKILL'));
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async run(kubeApiserver: string, etcd: string): Promise<void> {
    const client = `http://127.0.0.1:${await freePort()}`;
    const peer = `http://127.0.0.1:${await freePort()}`;
    const key = this.write('service-accounts.key', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
    this.spawn(etcd, {
      'data-dir': join(this.directory, 'etcd'),
      'listen-client-urls': client,
      'advertise-client-urls': client,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `default=${peer}`,
    });
    this.spawn(kubeApiserver, {
      'etcd-servers': client,
      'bind-address': '127.0.0.1',
      'secure-port': `${this.port}`,
      'cert-dir': join(this.directory, 'certificates'),
      'service-cluster-ip-range': '10.0.0.0/24',
      'service-account-issuer': 'https://localhost',
      'service-account-key-file': key,
      'service-account-signing-key-file': key,
      'token-auth-file': this.write('tokens.csv', `${TOKEN},tester,tester,system:masters\n`),
      'authorization-mode': 'RBAC',
      // Nothing runs here that makes service accounts.
      'disable-admission-plugins': 'ServiceAccount',
    });
    await this.waitUntilReady();
  }

  private async waitUntilReady(): Promise<void> {
    for (let second = 0; second < 60; second++) {
      if (this.children.some(({ exitCode }) => exitCode !== null)) { throw new Error(`a server ended:\n${readFileSync(join(this.directory, 'log'), 'utf8').slice(-3000)}`); }
      const ready = await this.ask('GET', '/readyz').catch(() => undefined);
      if (ready?.status === 200) { return; }
      await sleep(1000);
    }
    throw new Error(`the API server was not ready within a minute:\n${readFileSync(join(this.directory, 'log'), 'utf8').slice(-3000)}`);
  }

  private spawn(command: string, flags: Record<string, string>): void {
    const log = openSync(join(this.directory, 'log'), 'a');
    const child = spawn(command, Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`), { stdio: ['ignore', log, log] });
    closeSync(log);
    child.on('error', (error) => console.error(error.message));
    this.children.push(child);
  }

  private write(file: string, text: string): string {
    writeFileSync(join(this.directory, file), text, { mode: 0o600 });
    return join(this.directory, file);
  }
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
