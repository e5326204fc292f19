import * as path from 'node:path';

/** The folder of this library: calls from within it are not what a user wrote. */
const OWN_FOLDER = path.join(__dirname, '..') + path.sep;

/** How many calls may lie between the user's code and here: a grant of the CDK goes through a dozen. */
const FRAMES = 30;

/**
 * Notes where the code of the user is now; the result tells it as `bin/app.ts:12`, or nothing if none is on the stack.
 *
 * Noting is cheap, since the text of a stack is made only once it is asked for.
 */
export function captureCallSite(): () => string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const here = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return () => String(here.stack).split('\n').map(fileOf).find((file) => file !== undefined);
}

/** What gives something, and where: `a grant at bin/app.ts:12`. */
export function sourceAt(giver: string, callSite: () => string | undefined): () => string {
  return () => [giver, callSite()].filter((part) => part !== undefined).join(' at ');
}

/** The file and line of a frame, if it is of the user. */
function fileOf(frame: string): string | undefined {
  const [, file, line] = /(\/[^()]+|[A-Z]:\\[^()]+):(\d+):\d+\)?$/.exec(frame) ?? [];
  const isOfUser = file !== undefined && !file.startsWith(OWN_FOLDER) && !file.includes(`${path.sep}node_modules${path.sep}`);
  return isOfUser ? `${path.relative(process.cwd(), file)}:${line}` : undefined;
}
