import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './checks';
import { readPage } from '../contract/markdown';

/** Follows docs/start.md to the letter in an empty folder, with the packed library in place of the published one; tells the number of commands. */
export function followTutorial(folder: string, tarball: string): string {
  mkdirSync(folder);
  const { blocks } = readPage('docs/start.md');
  let [directory, commands, said] = [folder, 0, ''];
  blocks.forEach(({ language, text }, index) => {
    const [, file] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? [];
    if (file !== undefined) { writeFileSync(join(directory, file), text); }
    for (const command of language === 'sh' ? text.trim().split('\n') : []) {
      said = saidBy(directory, command.replace(/^(npm install) cdk-eks-workload-identity/, `$1 ${tarball}`));
      directory = join(directory, /&& cd (\S+)$/.exec(command)?.[1] ?? '');
      commands++;
    }
    if (language === 'text' && blocks[index - 1].language === 'sh' && !said.startsWith(text)) {
      throw new Error(`the page shows\n${text}and this came out\n${said}`);
    }
  });
  return `${commands} commands`;
}

/** What a command prints. The verb `can` says no by its exit code too. */
function saidBy(directory: string, command: string): string {
  return run(directory, 'bash', ['-c', / can /.test(command) ? `${command} || test $? = 1` : command]);
}
