import * as fs from 'node:fs';
import * as path from 'node:path';
import { attachCustomSynthesis, Stage } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { compare } from '../private/compare';
import { finding, got, refuse } from '../private/errors';
import { stageOf } from '../private/once-per-synth';
import { appRegistry } from '../private/registry';
import { requirePath } from '../private/validate';

/** The file by which a directory is known to be written by this library, and that lists what is. */
const MARKER = '.cdk-eks-workload-identity.json';

/** How many files a message names. */
const NAMED = 5;

/**
 * A directory whose whole content is written at synth.
 *
 * What was written before and belongs no more is removed. What others have put there is never touched: then nothing is
 * written.
 */
export class OwnDirectory {
  constructor(private readonly directory: string) {}

  /** Why the directory can't be written; nothing if it can. */
  public problem(): string | undefined {
    const present = filesIn(this.directory);
    const written = this.written();
    if (written === undefined) { return `has a ${MARKER} that is not as it was written, so that it is not known what may be replaced: restore it, or remove the directory`; }
    const foreign = present.filter((file) => !written.has(file));
    if (foreign.length === 0) { return undefined; }
    const more = foreign.length > NAMED ? ` and ${foreign.length - NAMED} more` : '';
    return `holds what was not written here: ${foreign.slice(0, NAMED).join(', ')}${more}; nothing is written, so that nothing is lost: name a directory of its own, or move these files away`;
  }

  /**
   * Writes the directory, once there is no problem with it.
   *
   * @param files what is to be there, by the path with `/` in the directory
   */
  public write(files: Readonly<Record<string, string>>): void {
    const names = Object.keys(files).sort(compare);
    const marker = `${JSON.stringify({ files: names }, undefined, 2)}\n`;
    const outdated = [...this.written()!].filter((name) => name !== MARKER && files[name] === undefined);
    // The list first: what it names is known to be ours even if writing is interrupted.
    this.put(MARKER, `${JSON.stringify({ files: [...names, ...outdated].sort(compare) }, undefined, 2)}\n`);
    names.forEach((name) => this.put(name, files[name]));
    outdated.forEach((name) => this.remove(name));
    this.put(MARKER, marker);
  }

  /** What was written before: nothing where there is no list of it; unknown if the list can't be trusted. */
  private written(): Set<string> | undefined {
    const marker = path.join(this.directory, MARKER);
    if (!fs.existsSync(marker)) { return new Set(); }
    try {
      const { files } = JSON.parse(fs.readFileSync(marker, 'utf8'));
      return Array.isArray(files) && files.every(isInside) ? new Set([...files, MARKER]) : undefined;
    } catch {
      return undefined;
    }
  }

  private put(name: string, content: string): void {
    const file = path.join(this.directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }

  /** Removes a file, and the directories that are empty then. */
  private remove(name: string): void {
    fs.rmSync(path.join(this.directory, name), { force: true });
    for (let parent = path.dirname(name); parent !== '.'; parent = path.dirname(parent)) {
      const directory = path.join(this.directory, parent);
      if (fs.existsSync(directory) && fs.readdirSync(directory).length === 0) { fs.rmdirSync(directory); }
    }
  }
}

/** Takes a directory for a construct of the app, and makes its path independent of where the process is at synth. */
export function claimDirectory(scope: IConstruct, directory: string): OwnDirectory {
  requirePath(scope, 'InvalidDirectory', 'directory', directory);
  const absolute = path.resolve(directory);
  claim(scope, absolute, directory);
  return new OwnDirectory(absolute);
}

/**
 * The directory that a construct writes: the one that it is given, or else one in the cloud assembly, which is known at
 * synth alone.
 */
export function directoryOf(scope: IConstruct, given: string | undefined, inAssembly: string): () => OwnDirectory {
  if (given !== undefined) {
    const own = claimDirectory(scope, given);
    return () => own;
  }
  claim(scope, JSON.stringify([stageOf(scope).node.path, inAssembly]), inAssembly);
  return () => new OwnDirectory(path.join(Stage.of(scope)!.outdir, inAssembly));
}

/** Has files written at synth; synth stops where the directory holds what others have put there. */
export function writeAtSynth(scope: Construct, given: string | undefined, inAssembly: string, files: () => Readonly<Record<string, string>>): void {
  const own = directoryOf(scope, given, inAssembly);
  scope.node.addValidation({ validate: () => findingsOf(own(), given ?? inAssembly) });
  attachCustomSynthesis(scope, { onSynthesize: () => own().write(files()) });
}

function claim(scope: IConstruct, key: string, directory: string): void {
  const claimed = appRegistry<string>(scope, 'directories');
  const other = claimed.get(key);
  if (other !== undefined) { refuse(scope, 'InvalidDirectory', `directory is written by [${other}] already: name another, ${got(directory)}`); }
  claimed.set(key, scope.node.path);
}

/** What stands against writing a directory, as findings. */
export function findingsOf(own: OwnDirectory, directory: string): string[] {
  const problem = own.problem();
  return problem === undefined ? [] : [finding('ForeignFiles', `the directory ${problem}, ${got(directory)}`)];
}

/** Whether a name is of a file in the directory, and not of one that is reached from there. */
function isInside(name: unknown): boolean {
  return typeof name === 'string' && name !== '' && !path.isAbsolute(name) && !name.includes('\\') && name === path.posix.normalize(name) && !/^\.\.(\/|$)/.test(name);
}

/** All that is in a directory but directories; links are not followed. */
function filesIn(directory: string, within = ''): string[] {
  const here = path.join(directory, within);
  if (!fs.existsSync(here)) { return []; }
  return fs.readdirSync(here, { withFileTypes: true })
    .flatMap((entry) => entry.isDirectory() ? filesIn(directory, path.posix.join(within, entry.name)) : [path.posix.join(within, entry.name)])
    .sort(compare);
}
