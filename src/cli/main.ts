#!/usr/bin/env node
import { runCommand } from './command-line';

const { stdout, stderr } = process;

// Whoever reads the output may have read enough.
stdout.on('error', () => process.exit());

process.exitCode = runCommand(process.argv.slice(2), {
  out: (text) => { stdout.write(text); },
  err: (text) => { stderr.write(text); },
  isTerminal: stderr.isTTY === true,
});
